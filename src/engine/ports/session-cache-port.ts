/** The cache of live sessions that all nodes share. It can lose or repeat anything: the database decides about every doubt. */
import type { SessionId } from './identifiers.ts';
import type { VerifiedSession } from './session-port.ts';

/** A session as the cache holds it. */
export type CachedSession = Omit<VerifiedSession, 'expiresAt'>;

/** No call fails: a cache that does not answer in time answers nothing. */
export interface SessionCache {
  /** The cached sessions by the hash of their secret, in one round trip. */
  read(secretHashes: readonly string[]): Promise<Map<string, CachedSession>>;
  /** Keeps a newer entry, and the mark of a session that has ended. */
  write(sessions: readonly VerifiedSession[]): Promise<void>;
  /** Marks sessions as ended, so that a node that read them before cannot write them afterwards. */
  end(ids: readonly SessionId[]): Promise<void>;
}
