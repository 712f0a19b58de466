/** Texts that the server does not have, and the place that keeps them across a reload; `net/text-storage` is the browser's. */
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

/** What somebody has begun to write; one for each conversation. */
export interface Draft {
  readonly to: string;
  readonly text: string;
  /** In milliseconds since 1970. */
  readonly writtenAt: number;
}

/** One entry for each key (of a message its `clientId`, of a draft its peer), so that two tabs never overwrite each other's. */
export interface TextStore<T> {
  all(): T[];
  put(entry: T): void;
  drop(key: string): void;
}

export interface TextStores {
  readonly unsent: TextStore<Unsent>;
  readonly drafts: TextStore<Draft>;
}
