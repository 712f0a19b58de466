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
  readonly #api: BlocksApi;
  readonly #learn: (users: readonly User[]) => void;

  constructor(wire: Wire, learn: (users: readonly User[]) => void, api: BlocksApi = nobody) {
    this.#api = api;
    this.#learn = learn;
    wire.onPush('blocked', ({ username, blocked }) => this.#note(username, blocked));
  }

  has(username: string): boolean {
    return this.names.value.has(username);
  }

  async refresh(): Promise<void> {
    const users = await this.#api.blocks().catch(() => null);
    if (users === null) return;
    this.#learn(users);
    this.names.value = new Set(users.map(({ username }) => username));
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
    const names = new Set(this.names.peek());
    if (blocked) names.add(username);
    else names.delete(username);
    this.names.value = names;
  }
}
