/** Tells the server whose comings and goings this page shows. */
import { limits } from '../../protocol/limits.ts';
import type { User } from '../../protocol/shapes.ts';
import type { Wire } from './wire.ts';

const gatherMs = 300;

export class Watchlist {
  readonly #wire: Wire;
  readonly #learn: (users: readonly User[]) => void;
  #wanted: readonly string[] = [];
  #sent = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(wire: Wire, learn: (users: readonly User[]) => void) {
    this.#wire = wire;
    this.#learn = learn;
  }

  /** @param usernames - the most important first. */
  want(usernames: readonly string[]): void {
    this.#wanted = [...new Set(usernames)].slice(0, limits.watchMax);
    this.#timer ??= setTimeout(() => void this.#send(), gatherMs);
  }

  /** A new connection watches nobody; a running one is asked again, in case a change was lost. */
  async renew(): Promise<void> {
    this.#sent = '';
    await this.#send();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #send(): Promise<void> {
    this.stop();
    const usernames = [...this.#wanted];
    const set = usernames.toSorted().join(' ');
    if (set === this.#sent || this.#wire.state.peek() !== 'connected') return;
    this.#sent = set;
    try {
      this.#learn((await this.#wire.request('watch', { usernames })).users);
    } catch {
      this.#sent = '';
    }
  }
}
