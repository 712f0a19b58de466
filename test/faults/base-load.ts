/** What the people of a run do all the time: write at a rate, send some messages twice on purpose, type. */
import type { Cast, Pair } from './conversing-pairs.ts';
import type { LiveClient } from './live-client.ts';
import type { SeededRandom } from './seeded-random.ts';

const tickMs = 25;
const backlogMax = 10;
const duplicateShare = 0.05;
const words = ['gut', 'ночь', '猫', '🙂', 'a', 'the', '<b>', '"quoted"', 'e\u0301', '\n', '😀😁', 'ﷺ', "O'Neil", '\\'];

export class BaseLoad {
  readonly #cast: Cast;
  readonly #random: SeededRandom;
  #timer: NodeJS.Timeout | undefined;
  #count = 0;

  constructor(cast: Cast, random: SeededRandom) {
    this.#cast = cast;
    this.#random = random;
  }

  /** @param rate - messages a second, all people together. */
  start(rate: number): void {
    let owed = 0;
    let last = performance.now();
    this.#timer = setInterval(() => {
      const at = performance.now();
      owed = Math.min(owed + ((at - last) * rate) / 1_000, rate);
      last = at;
      for (; owed >= 1; owed -= 1) this.#sendOne();
      if (this.#random.chance(0.05)) this.#random.pick(this.#cast.clients).typing();
    }, tickMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A text that no other message has. */
  body(): string {
    this.#count += 1;
    const length = this.#random.chance(0.02) ? 150 : this.#random.between(1, 12);
    const text = Array.from({ length }, () => this.#random.pick(words)).join(' ');
    return `${this.#count} ${text}`;
  }

  #sendOne(): void {
    const pair = this.#random.pick(this.#cast.pairs.filter(({ clients, isSilent }) => clients.length > 0 && !isSilent));
    const client = this.#random.pick(pair.clients);
    // People do not write on and on while nothing is sent; what piles up would be sent long after the harm.
    if (client.backlog >= backlogMax) return;
    const draft = client.send(this.body());
    if (this.#random.chance(duplicateShare)) this.#sendAgain(pair, client, draft);
  }

  /** The same message through any device of its writer: at the same time, or later. */
  #sendAgain({ clients }: Pair, { user }: LiveClient, draft: { clientId: string; body: string }): void {
    const other = this.#random.pick(clients.filter((client) => client.user === user));
    const wait = this.#random.chance(0.5) ? 0 : this.#random.between(1, 500);
    setTimeout(() => void other.sendOnce(draft), wait);
  }
}
