/** The store of sessions. All times come from the database: no node's clock can end a session or keep it alive. */
import type { SessionId, UserId } from './identifiers.ts';
import type { UserRecord } from './user-port.ts';

export interface Session {
  id: SessionId;
  userId: UserId;
  createdAt: Date;
  lastUsedAt: Date;
  /** The session ends at this time, however much it is used. */
  expiresAt: Date;
  ip: string;
  userAgent: string;
}

/** Characters of an id. */
const idLength = 16;

/** The start of the hash, 96 bits: a node that knows only the id of a session finds what is cached under its secret. */
export const sessionIdOf = (secretHash: string): SessionId => secretHash.slice(0, idLength);

export interface NewSession extends Pick<Session, 'userId' | 'ip' | 'userAgent'> {
  secretHash: string;
  /** The version of the credentials that the login proved. */
  credentialVersion: number;
}

/** A session found by its secret, with its user. */
export interface LiveSession extends Pick<Session, 'id' | 'userId'> {
  user: UserRecord;
}

/** A live session as the database knew it at a time. */
export interface VerifiedSession extends LiveSession {
  secretHash: string;
  /** By the database's clock, in milliseconds since 1970; not after the query read the row. */
  verifiedAt: number;
  expiresAt: number;
}

/** Sessions that are over, and the time of the database when it was asked, in milliseconds since 1970. */
export interface EndedSessions {
  ids: SessionId[];
  /** False when the limit cut the list. */
  isComplete: boolean;
  now: number;
}

/** How long a session lives without use, and how often its use is recorded, in milliseconds. */
export interface SessionLife {
  idleMs: number;
  noteEveryMs: number;
}

export interface SessionStore {
  /** Null when the credentials have changed since the login proved them, or the account is deleted. */
  create(session: NewSession, lifeMs: number): Promise<SessionId | null>;
  /** The live sessions by the hash of their secret. Records their use, as `touch` does. */
  find(secretHashes: readonly string[], life: SessionLife): Promise<Map<string, VerifiedSession>>;
  /** The live sessions with these ids, or of these users. Records no use. */
  verify(by: 'id' | 'userId', values: readonly string[], life: SessionLife): Promise<VerifiedSession[]>;
  /** Records the use of live sessions, at most once in `noteEveryMs`. */
  touch(ids: readonly SessionId[], life: SessionLife): Promise<void>;
  /** The account's live sessions: `first`, then the others by last use; at most `limit`. */
  list(userId: UserId, query: { first: SessionId; idleMs: number; limit: number }): Promise<Session[]>;
  /** Ends a session permanently. Ending it again is no error. */
  end(id: SessionId): Promise<void>;
  /** Ends a live session of this account; answers whether there was one. */
  endOwn(userId: UserId, id: SessionId, idleMs: number): Promise<boolean>;
  /** Ends the account's sessions except one; answers which it ended. */
  endOthers(userId: UserId, kept: SessionId): Promise<SessionId[]>;
  /** The addresses this account has signed in from, as long as their sessions are kept; empty for an unknown name. */
  addressesOf(username: string): Promise<string[]>;
  /** Sessions that ended, expired or went idle in the last `windowMs`; at most `limit`. */
  overWithin(windowMs: number, query: { idleMs: number; limit: number }): Promise<EndedSessions>;
  /** Deletes the rows of sessions that were over this long ago; answers how many. */
  purge(overForMs: number): Promise<number>;
}
