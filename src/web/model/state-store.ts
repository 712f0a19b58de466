/** The port of the store that keeps the last state of an account: what the page shows before the server has answered. */
import type { Feature } from '../../protocol/events.ts';
import type { ListedConversation, Message } from '../../protocol/shapes.ts';
import type { ReadState } from './read-state.ts';

/** The list of conversations, newest activity first. */
export interface StoredList {
  readonly conversations: readonly ListedConversation[];
  readonly hasMore: boolean;
  /** Those of the server; a page of an older build has not stored them. */
  readonly features?: readonly Feature[];
}

/** The newest messages of one conversation, and the revision up to which they are current: both are stored together. */
export interface StoredLog {
  readonly peer: string;
  readonly channelId: string;
  readonly messages: readonly Message[];
  readonly rev: number;
  readonly readState: ReadState;
}

/** The port of the store; `net/state-database` implements it. It never fails: a browser without storage keeps nothing. */
export interface StateStore {
  list(): Promise<StoredList | null>;
  log(peer: string): Promise<StoredLog | null>;
  /** At most as many as `stateLimits` says. */
  allLogs(): Promise<readonly StoredLog[]>;
  /** @param kept - the peers whose logs stay; those of all others are removed. */
  save(list: StoredList, logs: readonly StoredLog[], kept: readonly string[]): Promise<void>;
}
