/** The users that the caller has blocked: fetched, set and lifted over HTTP, and updated by pushes from other devices. */
import { signal } from '@preact/signals';
import type { User } from '../../protocol/shapes.ts';
import { Refresher } from './refresher.ts';
import type { Wire } from './wire.ts';

/** Each call fails with a `WireFailure`. */
export interface BlocksApi {
  blocks(): Promise<User[]>;
  block(username: string): Promise<void>;
  unblock(username: string): Promise<void>;
}

const noBlocks: BlocksApi = { blocks: async () => [], block: async () => {}, unblock: async () => {} };

export class Blocks {
  readonly names = signal<ReadonlySet<string>>(new Set());
  /** False until the server has answered. */
  readonly loaded = signal(false);
  readonly #api: BlocksApi;
  readonly #learn: (users: readonly User[]) => void;
  readonly #refresher: Refresher;
  #changes = 0;

  constructor(wire: Wire, learn: (users: readonly User[]) => void, api: BlocksApi = noBlocks) {
    this.#api = api;
    this.#learn = learn;
    const canRun = () => wire.state.peek() === 'connected';
    this.#refresher = new Refresher(() => this.#fetch(), { canRun, failuresBefore: 2 });
    wire.onPush('blocked', ({ username, blocked }) => this.#apply(username, blocked));
  }

  has(username: string): boolean {
    return this.names.value.has(username);
  }

  refresh(): Promise<void> {
    return this.#refresher.refresh();
  }

  stop(): void {
    this.#refresher.stop();
  }

  async block(username: string): Promise<void> {
    await this.#api.block(username);
    this.#apply(username, true);
  }

  async unblock(username: string): Promise<void> {
    await this.#api.unblock(username);
    this.#apply(username, false);
  }

  async #fetch(): Promise<void> {
    const before = this.#changes;
    const users = await this.#api.blocks();
    // A block set or lifted during the fetch may be newer than the answer.
    if (this.#changes !== before) return this.#fetch();
    this.#learn(users);
    this.#replace(new Set(users.map(({ username }) => username)));
    this.loaded.value = true;
  }

  #apply(username: string, blocked: boolean): void {
    this.#changes += 1;
    const names = new Set(this.names.peek());
    if (blocked) names.add(username);
    else names.delete(username);
    this.#replace(names);
  }

  /** Changes the signal only when the names differ. */
  #replace(names: ReadonlySet<string>): void {
    const known = this.names.peek();
    if (names.size !== known.size || [...names].some((name) => !known.has(name))) this.names.value = names;
  }
}
