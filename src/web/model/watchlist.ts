/** Tells the server whose presence this page shows. */
import { limits } from '../../protocol/limits.ts';
import type { User } from '../../protocol/shapes.ts';
import { Refresher } from './refresher.ts';
import type { Wire } from './wire.ts';

const gatherMs = 300;

export class Watchlist {
  readonly #wire: Wire;
  readonly #learn: (users: readonly User[]) => void;
  readonly #refresher: Refresher;
  #wanted: readonly string[] = [];
  /** The usernames that the server watches for this connection, sorted and joined. */
  #watched = '';

  constructor(wire: Wire, learn: (users: readonly User[]) => void) {
    this.#wire = wire;
    this.#learn = learn;
    const canRun = () => wire.state.peek() === 'connected';
    this.#refresher = new Refresher(() => this.#send(), { canRun, failuresBefore: 2 });
  }

  /** @param usernames - the most important first. */
  want(usernames: readonly string[]): void {
    this.#wanted = [...new Set(usernames)].slice(0, limits.watchMax);
    this.#refresher.refreshSoon(gatherMs);
  }

  /** Sends the list again: a new connection watches no user, and on a running one an update may have been lost. */
  async renew(): Promise<void> {
    this.#watched = '';
    await this.#refresher.refresh();
  }

  stop(): void {
    this.#refresher.stop();
  }

  async #send(): Promise<void> {
    const usernames = [...this.#wanted];
    const watched = usernames.toSorted().join(' ');
    if (watched === this.#watched) return;
    this.#watched = watched;
    try {
      this.#learn((await this.#wire.request('watch', { usernames })).users);
    } catch (error) {
      this.#watched = '';
      throw error;
    }
  }
}
