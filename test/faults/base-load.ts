/** Generates the load of a run: users send and change messages at a fixed rate, repeat some on purpose, and type. */
import { chooseChange } from './change-load.ts';
import type { Group, UserPool } from './conversing-pairs.ts';
import type { LiveClient } from './live-client.ts';
import type { SeededRandom } from './seeded-random.ts';

const tickMs = 25;
const backlogMax = 10;
const duplicateShare = 0.05;
const changeShare = 0.35;
const replyShare = 0.1;
/** However many pairs and rooms there are. */
const lobbyShare = 0.08;
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

  /** @param rate - commands per second of all users together. */
  start(rate: number): void {
    let owed = 0;
    let last = performance.now();
    this.#timer = setInterval(() => {
      const at = performance.now();
      owed = Math.min(owed + ((at - last) * rate) / 1_000, rate);
      last = at;
      for (; owed >= 1; owed -= 1) this.#commandOne();
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

  #commandOne(): void {
    const { groups, lobby } = this.#pool;
    const used = groups.filter(({ clients, isSilent }) => clients.length > 0 && !isSilent);
    const group = lobby && this.#random.chance(lobbyShare) ? lobby : this.#random.pick(used);
    const client = this.#random.pick(group.clients);
    // A user stops writing while nothing is sent. A longer backlog would be sent long after the fault.
    if (client.backlog >= backlogMax) return;
    if (client.hasMessages && this.#random.chance(changeShare)) this.#changeOne(group, client);
    else this.#sendOne(group, client);
  }

  #sendOne(group: Group, client: LiveClient): void {
    const isReply = client.hasMessages && this.#random.chance(replyShare);
    const message = client.send(this.body(), isReply ? this.#random.between(client.first, client.top) : undefined);
    this.#repeat(group, client, (other) => other.sendOnce(message));
  }

  #changeOne(group: Group, client: LiveClient): void {
    const command = chooseChange(client, this.#random, () => this.body());
    client.change(command);
    this.#repeat(group, client, (other) => other.changeOnce(command));
  }

  /** Repeats some commands from any device of the same user, at the same time or later. */
  #repeat({ clients }: Group, { user }: LiveClient, again: (client: LiveClient) => Promise<unknown>): void {
    if (!this.#random.chance(duplicateShare)) return;
    const other = this.#random.pick(clients.filter((client) => client.user === user));
    const wait = this.#random.chance(0.5) ? 0 : this.#random.between(1, 500);
    setTimeout(() => void again(other), wait);
  }
}
