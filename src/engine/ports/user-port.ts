/** The store of users. */
import type { NameQuery } from '../../protocol/name-words.ts';
import type { UserId } from './identifiers.ts';

/** The part of an account that other users may see. */
export interface UserRecord {
  id: UserId;
  username: string;
  displayName: string;
  lastSeenAt: Date | null;
  /** The id of the picture. */
  avatarId: string | null;
  /** As stored (`people/stored-status.ts`); it may have ended. */
  status: string | null;
}

/** A display name, and its folded form (`foldName`), which nodes of earlier versions search. */
export interface DisplayName {
  displayName: string;
  nameKey: string;
}

export interface NewAccount extends DisplayName {
  username: string;
  passwordHash: string;
}

export interface UserStore {
  /**
   * Uses one use of the invite in the same transaction: a refused registration uses none.
   * @param inviteHash - null for a registration without an invite.
   * @throws Refusal `username_taken`, `invalid_invite`
   */
  create(account: NewAccount, inviteHash?: string | null): Promise<UserRecord>;
  findByUsernames(usernames: readonly string[]): Promise<UserRecord[]>;
  /** The user with this name, even if the account is deleted: its name stays taken. */
  findPeer(username: string): Promise<{ id: UserId; username: string; isDeleted: boolean } | null>;
  findByIds(ids: readonly UserId[]): Promise<UserRecord[]>;
  /** The usernames, also of deleted accounts: they never change. */
  namesOf(ids: readonly UserId[]): Promise<{ id: UserId; username: string }[]>;
  /** Null when the account has been deleted. */
  rename(id: UserId, name: DisplayName): Promise<UserRecord | null>;
  setLastSeen(ids: readonly UserId[], at: Date): Promise<void>;
  /** Users that a name finds, by username, after `after`. @param query - `name` is null for all users. */
  search(query: { name: NameQuery | null; after: string | null; limit: number }): Promise<UserRecord[]>;
  /** Indexes up to `limit` names that nodes of an earlier version have stored. Answers how many it found. */
  indexNames(limit: number): Promise<number>;
}
