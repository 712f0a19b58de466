/** Commands of a device in order: each is attempted until it is settled, and waits while there is no connection. */
import { backoffMs } from '../../src/web/model/backoff.ts';
import type { Outcome } from './recorded-calls.ts';

export interface OutboxParts<T> {
  /** @param failures - the number of attempts without a clear answer before. */
  attempt(item: T, failures: number): Promise<Outcome<unknown>>;
  canSend(): boolean;
  /** How many items may be in flight at once; with more than one their order is undefined. */
  window?: number;
}

export class Outbox<T> {
  readonly #items: T[] = [];
  readonly #parts: OutboxParts<T>;
  #inFlight = 0;

  constructor(parts: OutboxParts<T>) {
    this.#parts = parts;
  }

  /** The number of items that are not settled yet. */
  get backlog(): number {
    return this.#items.length + this.#inFlight;
  }

  add(item: T): void {
    this.#items.push(item);
    this.flush();
  }

  /** Discards the items that are not in flight. */
  clear(): void {
    this.#items.length = 0;
  }

  flush(): void {
    const { canSend, window = 1 } = this.#parts;
    while (this.#items.length > 0 && canSend() && this.#inFlight < window) void this.#sendNext();
  }

  /** Repeats the first item until it is settled; without a connection it returns to the outbox. */
  async #sendNext(): Promise<void> {
    const { attempt, canSend } = this.#parts;
    const item = this.#items.shift() as T;
    this.#inFlight += 1;
    let isSettled = false;
    for (let failures = 0; !isSettled && canSend(); ) {
      const outcome = await attempt(item, failures);
      const failure = outcome.phase === 'ok' ? null : outcome.code;
      isSettled = failure !== 'disconnected' && outcome.phase !== 'unknown';
      if (!isSettled && failure !== 'disconnected') await sleep(backoffMs(failures++));
    }
    this.#inFlight -= 1;
    if (!isSettled) this.#items.unshift(item);
    this.flush();
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
