/** The store of exports: the rows that say who wants an archive of the own conversations, and how far it is. */
import type { ConversationId, UserId } from './identifiers.ts';
import type { UserRecord } from './user-port.ts';

export type ExportState = 'running' | 'ready' | 'failed';

export interface ExportRecord {
  /** Of the try that makes it; the bytes of the archive are under `exportKey`. */
  id: string;
  userId: UserId;
  state: ExportState;
  startedAt: Date;
  /** Steps: `done` of `total`; both are 0 until a node has begun. */
  done: number;
  total: number;
  /** Of the archive; null until it is ready. */
  bytes: number | null;
  /** When it is removed; null while it is made. */
  expiresAt: Date | null;
}

/** A try to make an export: only its holder writes the row, until the turn passes to another. */
export interface ExportTry {
  id: string;
  userId: UserId;
  startedAt: Date;
  /** Which try it is, from 1. */
  tries: number;
}

/** A conversation that an export holds. */
export interface ExportedConversation {
  id: ConversationId;
  /** The peer, whose account may be deleted, or the title of the room. */
  with: { peer: UserRecord } | { title: string };
  lastSeq: number;
}

export interface ExportStore {
  find(userId: UserId): Promise<ExportRecord | null>;
  /**
   * Begins an export; a failed one gives way.
   * @param bounds - of all exports of the installation together, in number and in bytes of their archives.
   * @throws Refusal `conflict` while one runs or is ready, and at the bounds; `unauthorized` when the account is closed
   */
  begin(userId: UserId, bounds: { count: number; bytes: number }): Promise<ExportRecord>;
  /** Takes the turn to make the oldest export that no node makes, for `leaseMs`. Null for none. */
  takeTurn(leaseMs: number): Promise<ExportTry | null>;
  /** Stores the progress and prolongs the turn. False when the turn has passed, or when the export was removed. */
  progress(id: string, steps: { done: number; total: number }, leaseMs: number): Promise<boolean>;
  /** Gives the turn back: the next try begins after `delayMs`. */
  endTurn(id: string, delayMs: number): Promise<void>;
  /** The archive is kept, or will never be (null). False as `progress`. */
  finish(id: string, end: { bytes: number | null; done: number; total: number }, lifeMs: number): Promise<boolean>;
  /** Removes the row; its bytes are noted as removed. False when there is none. */
  remove(userId: UserId): Promise<boolean>;
  /** Removes expired exports as `remove` does, at most so many; answers how many. */
  removeExpired(max: number): Promise<number>;
  /** The conversations of the user that hold a message, also rooms but not the lobby, by id, after `after`. */
  conversations(userId: UserId, after: ConversationId, limit: number): Promise<ExportedConversation[]>;
  /** The number of files in a conversation. */
  countFiles(channelId: ConversationId): Promise<number>;
}
