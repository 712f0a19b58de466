/** Whom one has blocked: asked for, set and lifted over HTTP, and kept in step with one's other devices. */
import { signal } from '@preact/signals';
import type { User } from '../../protocol/shapes.ts';
import type { Wire } from './wire.ts';

/** Each fails with a `WireFailure`. */
export interface BlocksApi {
  blocks(): Promise<User[]>;
  block(username: string): Promise<void>;
  unblock(username: string): Promise<void>;
}

const nobody: BlocksApi = { blocks: async () => [], block: async () => {}, unblock: async () => {} };

export class Blocks {
  readonly names = signal<ReadonlySet<string>>(new Set());
  /** False until the server has answered. */
  readonly loaded = signal(false);
  readonly #api: BlocksApi;
  readonly #learn: (users: readonly User[]) => void;
  #changes = 0;

  constructor(wire: Wire, learn: (users: readonly User[]) => void, api: BlocksApi = nobody) {
    this.#api = api;
    this.#learn = learn;
    wire.onPush('blocked', ({ username, blocked }) => this.#note(username, blocked));
  }

  has(username: string): boolean {
    return this.names.value.has(username);
  }

  async refresh(): Promise<void> {
    const before = this.#changes;
    const users = await this.#api.blocks().catch(() => null);
    if (users === null) return;
    // What was blocked or lifted meanwhile may be newer than the answer.
    if (this.#changes !== before) return this.refresh();
    this.#learn(users);
    this.#become(new Set(users.map(({ username }) => username)));
    this.loaded.value = true;
  }

  async block(username: string): Promise<void> {
    await this.#api.block(username);
    this.#note(username, true);
  }

  async unblock(username: string): Promise<void> {
    await this.#api.unblock(username);
    this.#note(username, false);
  }

  #note(username: string, blocked: boolean): void {
    this.#changes += 1;
    const names = new Set(this.names.peek());
    if (blocked) names.add(username);
    else names.delete(username);
    this.#become(names);
  }

  /** The same people are no news. */
  #become(names: ReadonlySet<string>): void {
    const known = this.names.peek();
    if (names.size !== known.size || [...names].some((name) => !known.has(name))) this.names.value = names;
  }
}
