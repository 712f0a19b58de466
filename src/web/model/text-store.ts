/** The port of the store that keeps unsent texts across reloads; `net/text-storage` implements it. */
import type { FailureCode } from './wire-failure.ts';

/** A message that the server has not acknowledged. */
export interface Unsent {
  readonly clientId: string;
  readonly to: string;
  readonly body: string;
  /** In milliseconds since 1970; messages are sent in this order. */
  readonly writtenAt: number;
  /** The code of the server's permanent refusal; null while the message waits to be sent. */
  readonly refused: FailureCode | null;
}

/** The unsent text of a composer, one for each conversation. */
export interface Draft {
  readonly to: string;
  readonly text: string;
  /** In milliseconds since 1970. */
  readonly writtenAt: number;
}

/** Keeps one entry for each key, so that two tabs do not overwrite each other's. The key is a message's `clientId` or a draft's peer. */
export interface TextStore<T> {
  all(): T[];
  put(entry: T): void;
  drop(key: string): void;
}

export interface TextStores {
  readonly unsent: TextStore<Unsent>;
  readonly drafts: TextStore<Draft>;
}
