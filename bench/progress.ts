/** Shows the running suite and its step: on a terminal in one line, elsewhere one line per step. */
export class Progress {
  readonly #total: number;
  #number = 0;
  #name = '';
  #startedAt = 0;

  constructor(total: number) {
    this.#total = total;
  }

  begin(name: string): void {
    this.#number += 1;
    this.#name = name;
    this.#startedAt = performance.now();
    this.say('starting');
  }

  say(text: string): void {
    const seconds = Math.round((performance.now() - this.#startedAt) / 1_000);
    const line = `[${this.#number}/${this.#total}] ${this.#name}: ${text} (${seconds} s)`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 120) - 1)}`);
    else process.stderr.write(`${line}\n`);
  }

  end(): void {
    this.say('done');
    if (process.stderr.isTTY) process.stderr.write('\n');
  }
}
