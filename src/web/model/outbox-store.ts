/** What the outbox asks of a place that survives a reload; `net/outbox-storage` is the browser's. */
import type { FailureCode } from './wire-failure.ts';

/** A message the server has not acknowledged. */
export interface Unsent {
  readonly clientId: string;
  readonly to: string;
  readonly body: string;
  /** When it was written, in milliseconds since 1970: the order of sending. */
  readonly writtenAt: number;
  /** Why the server refused it for good; null while it is being sent. */
  readonly refused: FailureCode | null;
}

/** One entry per message, so that two tabs never overwrite each other's. */
export interface OutboxStore {
  all(): Unsent[];
  put(unsent: Unsent): void;
  drop(clientId: string): void;
}
