/** The effects on the account when a second factor is added or removed. */
import type { Caller, SessionId } from './identifiers.ts';

/**
 * The session that adds or removes a factor, or renews the recovery codes. One transaction holds the change and its
 * effects: no login that began before it opens a session, and every other session of the account ends. Recovery codes
 * come with the first factor and go with the last.
 * @throws Refusal `unauthorized` when that session has ended
 */
export type FactorOwner = Pick<Caller, 'id' | 'sessionId'>;

/** The effects of a new factor. */
export interface FactorAddition<T> {
  added: T;
  ended: SessionId[];
  /** It is the account's first factor: the offered recovery codes are in force. */
  isFirst: boolean;
}
