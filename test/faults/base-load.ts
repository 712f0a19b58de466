/** Generates the load of a run: users send at a fixed rate, repeat some messages on purpose, and type. */
import type { Pair, UserPool } from './conversing-pairs.ts';
import type { LiveClient } from './live-client.ts';
import type { SeededRandom } from './seeded-random.ts';

const tickMs = 25;
const backlogMax = 10;
const duplicateShare = 0.05;
const words = ['gut', 'ночь', '猫', '🙂', 'a', 'the', '<b>', '"quoted"', 'e\u0301', '\n', '😀😁', 'ﷺ', "O'Neil", '\\'];

export class BaseLoad {
  readonly #pool: UserPool;
  readonly #random: SeededRandom;
  #timer: NodeJS.Timeout | undefined;
  #count = 0;

  constructor(pool: UserPool, random: SeededRandom) {
    this.#pool = pool;
    this.#random = random;
  }

  /** @param rate - messages per second of all users together. */
  start(rate: number): void {
    let owed = 0;
    let last = performance.now();
    this.#timer = setInterval(() => {
      const at = performance.now();
      owed = Math.min(owed + ((at - last) * rate) / 1_000, rate);
      last = at;
      for (; owed >= 1; owed -= 1) this.#sendOne();
      if (this.#random.chance(0.05)) this.#random.pick(this.#pool.clients).typing();
    }, tickMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** A text that is unique in this run. */
  body(): string {
    this.#count += 1;
    const length = this.#random.chance(0.02) ? 150 : this.#random.between(1, 12);
    const text = Array.from({ length }, () => this.#random.pick(words)).join(' ');
    return `${this.#count} ${text}`;
  }

  #sendOne(): void {
    const pair = this.#random.pick(this.#pool.pairs.filter(({ clients, isSilent }) => clients.length > 0 && !isSilent));
    const client = this.#random.pick(pair.clients);
    // A user stops writing while nothing is sent. A longer backlog would be sent long after the fault.
    if (client.backlog >= backlogMax) return;
    const message = client.send(this.body());
    if (this.#random.chance(duplicateShare)) this.#repeat(pair, client, message);
  }

  /** Sends the same message from any device of its sender, at the same time or later. */
  #repeat({ clients }: Pair, { user }: LiveClient, message: { clientId: string; body: string }): void {
    const other = this.#random.pick(clients.filter((client) => client.user === user));
    const wait = this.#random.chance(0.5) ? 0 : this.#random.between(1, 500);
    setTimeout(() => void other.sendOnce(message), wait);
  }
}
