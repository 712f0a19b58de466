/** What the engine needs of the store of sessions. */
import type { Person, Session, SessionId, UserId } from './ports.ts';

export interface NewSession {
  secretHash: string;
  userId: UserId;
  /** By which the login was proved. */
  credentialVersion: number;
  ip: string;
  userAgent: string;
}

/** A session that was found by its secret, and whose it is. */
export interface LiveSession extends Pick<Session, 'id' | 'userId'> {
  person: Person;
}

/** How long a session lives without use, and how often its use is noted, in milliseconds. */
export interface SessionLife {
  idleMs: number;
  noteEveryMs: number;
}

/** All times are the database's own: no node's clock can end a session or keep it. Spans are milliseconds. */
export interface SessionStore {
  /** Null, and no session, when the account's credentials have changed since they were proved, or the account is deleted. */
  create(session: NewSession, lifeMs: number): Promise<SessionId | null>;
  /** The live sessions with these secrets, by them: not ended, not expired, used within `idleMs`. Their use is noted as `touch` does. */
  find(secretHashes: readonly string[], life: SessionLife): Promise<Map<string, LiveSession>>;
  /** Notes that these are in use, where they live and that was last noted more than `noteEveryMs` ago. */
  touch(ids: readonly SessionId[], life: SessionLife): Promise<void>;
  /** The account's live sessions: `first`, then those used last; at most `limit`. */
  list(userId: UserId, query: { first: SessionId; idleMs: number; limit: number }): Promise<Session[]>;
  /** Ends a session for good: nothing brings it back. Ending what has ended is no error. */
  end(id: SessionId): Promise<void>;
  /** Ends a live session of this account; answers whether there was one. */
  endOwn(userId: UserId, id: SessionId, idleMs: number): Promise<boolean>;
  /** Ends the account's sessions save one; answers which. */
  endOthers(userId: UserId, kept: SessionId): Promise<SessionId[]>;
  /** The addresses this account has signed in from, as far back as sessions are remembered; none for a name nobody has. */
  addressesOf(username: string): Promise<string[]>;
  /** Ids of the sessions that ended, expired, or came to be unused for `idleMs`, in the last `windowMs`. */
  overWithin(windowMs: number, idleMs: number): Promise<SessionId[]>;
  /** Forgets sessions that have been over for this long; answers how many. */
  purge(overForMs: number): Promise<number>;
}
