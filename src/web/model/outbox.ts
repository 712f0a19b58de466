/** Messages on their way: kept until the server has acknowledged them, and sent again under the same `clientId` until then. */
import { signal } from '@preact/signals';
import { v7 } from 'uuid';
import type { Message } from '../../protocol/shapes.ts';
import { backoffMs } from './backoff.ts';
import type { TextStore, Unsent } from './text-store.ts';
import type { Wire } from './wire.ts';
import { WireFailure } from './wire-failure.ts';

const mostUnsent = 100;

/** In order of time: the database keeps one writer's ids together, and adds at their end. */
const newClientId = () => v7();

export class Outbox {
  readonly unsent = signal<readonly Unsent[]>([]);
  readonly #wire: Wire;
  readonly #store: TextStore<Unsent>;
  readonly #onSent: (message: Message) => void;
  /** The people a sending loop runs for: one at a time each, so that order is kept. */
  readonly #sending = new Set<string>();
  /** Ends the wait of each loop between two tries. */
  readonly #waking = new Map<string, () => void>();

  constructor(wire: Wire, store: TextStore<Unsent>, onSent: (message: Message) => void) {
    this.#wire = wire;
    this.#store = store;
    this.#onSent = onSent;
    this.unsent.value = store.all().sort((a, b) => a.writtenAt - b.writtenAt);
  }

  /** Accepts a message for sending; false when too many are waiting already. */
  add(to: string, body: string): boolean {
    if (this.unsent.peek().length >= mostUnsent) return false;
    const latest = this.unsent.peek().at(-1)?.writtenAt ?? 0;
    this.#keep({ clientId: newClientId(), to, body, writtenAt: Math.max(Date.now(), latest + 1), refused: null });
    void this.#send(to);
    return true;
  }

  /** Sends a refused message again; after a `conflict` its id belongs to another message. */
  retry(clientId: string): void {
    const entry = this.#find(clientId);
    if (!entry) return;
    if (entry.refused === 'conflict') this.settle(clientId);
    this.#keep({ ...entry, clientId: entry.refused === 'conflict' ? newClientId() : clientId, refused: null });
    void this.#send(entry.to);
  }

  /** Forgets a message: it was stored (told by the answer or by a push), or its writer gave it up. */
  settle(clientId: string): void {
    if (!this.#find(clientId)) return;
    this.#store.drop(clientId);
    this.unsent.value = this.unsent.peek().filter((entry) => entry.clientId !== clientId);
  }

  /** Goes on with everything that waits; called when the connection is there again. */
  wake(): void {
    for (const wake of this.#waking.values()) wake();
    for (const { to } of this.unsent.peek()) void this.#send(to);
  }

  /** Leaves nothing behind, not even what other tabs have written. */
  clear(): void {
    for (const { clientId } of this.#store.all()) this.#store.drop(clientId);
    this.unsent.value = [];
  }

  async #send(to: string): Promise<void> {
    if (this.#sending.has(to)) return;
    this.#sending.add(to);
    for (let failures = 0; this.#wire.state.peek() === 'connected'; ) {
      const next = this.unsent.peek().find((entry) => entry.to === to && entry.refused === null);
      if (!next) break;
      const failure = await this.#try(next);
      if (failure) await this.#wait(to, failure.retryAfterMs ?? backoffMs(failures));
      failures = failure ? failures + 1 : 0;
    }
    this.#sending.delete(to);
  }

  /** Returns the failure that another try may overcome. */
  async #try({ clientId, to, body }: Unsent): Promise<WireFailure | null> {
    try {
      const { message } = await this.#wire.request('chatMessage', { to, clientId, body });
      this.#onSent(message);
      this.settle(clientId);
      return null;
    } catch (error) {
      const failure = WireFailure.from(error);
      if (!failure.permanent) return failure;
      const entry = this.#find(clientId);
      if (entry) this.#keep({ ...entry, refused: failure.code });
      return null;
    }
  }

  #wait(to: string, delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waking.delete(to);
        resolve();
      };
      const timer = setTimeout(done, delayMs);
      this.#waking.set(to, done);
    });
  }

  #keep(entry: Unsent): void {
    this.#store.put(entry);
    const others = this.unsent.peek().filter(({ clientId }) => clientId !== entry.clientId);
    this.unsent.value = [...others, entry].sort((a, b) => a.writtenAt - b.writtenAt);
  }

  #find(clientId: string): Unsent | undefined {
    return this.unsent.peek().find((entry) => entry.clientId === clientId);
  }
}
