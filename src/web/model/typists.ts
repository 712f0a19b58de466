/** Who is typing to me right now. */
import { signal } from '@preact/signals';

/** The server says `doneTyping` after 5 s; should that be lost, the words disappear by themselves. */
const guardMs = 6_000;

export class Typists {
  readonly names = signal<readonly string[]>([]);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  started(from: string): void {
    clearTimeout(this.#timers.get(from));
    this.#timers.set(
      from,
      setTimeout(() => this.stopped(from), guardMs),
    );
    if (!this.names.peek().includes(from)) this.names.value = [...this.names.peek(), from];
  }

  stopped(from: string): void {
    clearTimeout(this.#timers.get(from));
    this.#timers.delete(from);
    if (this.names.peek().includes(from)) this.names.value = this.names.peek().filter((name) => name !== from);
  }

  /** Nothing is known of anybody while the connection is gone. */
  clear(): void {
    for (const name of this.names.peek()) this.stopped(name);
  }
}
