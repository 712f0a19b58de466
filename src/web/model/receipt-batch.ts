/** Reports to the server how far this device has received and read: the highest place only, gathered for a moment, never twice. */
import { backoffMs } from './backoff.ts';
import type { Wire } from './wire.ts';
import { WireFailure } from './wire-failure.ts';

type Mark = 'markDelivered' | 'markRead';

const gatherMs = 200;

export class ReceiptBatch {
  readonly #wire: Wire;
  readonly #wanted = { markDelivered: new Map<string, number>(), markRead: new Map<string, number>() };
  readonly #reported = { markDelivered: new Map<string, number>(), markRead: new Map<string, number>() };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  mark(mark: Mark, peer: string, seq: number): void {
    const known = Math.max(this.#wanted[mark].get(peer) ?? 0, this.#reported[mark].get(peer) ?? 0);
    if (seq <= known) return;
    this.#wanted[mark].set(peer, seq);
    this.flushSoon();
  }

  flushSoon(delayMs = gatherMs): void {
    this.#timer ??= setTimeout(() => void this.#flush(), delayMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #flush(): Promise<void> {
    this.stop();
    if (this.#wire.state.peek() !== 'connected') return;
    // Received before read, as it happened.
    for (const mark of ['markDelivered', 'markRead'] as const) {
      await Promise.all([...this.#wanted[mark]].map(([peer, seq]) => this.#report(mark, peer, seq)));
    }
  }

  async #report(mark: Mark, peer: string, seq: number): Promise<void> {
    this.#wanted[mark].delete(peer);
    this.#reported[mark].set(peer, seq);
    try {
      await this.#wire.request(mark, { with: peer, seq });
    } catch (error) {
      const failure = WireFailure.from(error);
      if (failure.permanent) return;
      this.#reported[mark].delete(peer);
      this.mark(mark, peer, seq);
      this.stop();
      this.flushSoon(failure.retryAfterMs ?? backoffMs(1));
    }
  }
}
