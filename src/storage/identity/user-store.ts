/** Stores users. */

import type { UserId } from '../../engine/ports/identifiers.ts';
import type { DisplayName, NewAccount, UserRecord, UserStore } from '../../engine/ports/user-port.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { isDuplicateKey, retryContention } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';
import { newId } from '../database/row-ids.ts';
import { spendInvite } from './invite-store.ts';
import { addPrefixes, indexNameOf, indexWaitingNames } from './name-index.ts';
import { userColumns } from './user-columns.ts';
import { possibleUsername, searchUsers } from './user-search.ts';

export function createUserStore(database: Database): UserStore {
  return {
    create: (account, inviteHash = null) => create(database, account, inviteHash),
    findByUsernames: (usernames) => findByUsernames(database, usernames),
    findPeer: (username) => findPeer(database, username),
    findByIds: (ids) => findByIds(database, ids),
    namesOf: (ids) => namesOf(database, ids),
    rename: (id, name) => rename(database, id, name),
    setLastSeen: (ids, at) => setLastSeen(database, ids, at),
    search: (query) => searchUsers(database, query),
    indexNames: (limit) => indexWaitingNames(database, limit),
  };
}

function create(database: Database, account: NewAccount, inviteHash: string | null): Promise<UserRecord> {
  return retryContention(() =>
    transact(database, async (tx) => {
      if (inviteHash !== null) await spendInvite(tx, database.dialect, inviteHash);
      return insert(tx, database.dialect, account);
    }),
  );
}

async function insert(tx: Transaction, dialect: Dialect, account: NewAccount): Promise<UserRecord> {
  const { username, displayName, nameKey, passwordHash } = account;
  const data = { id: newId(), username, displayName, nameKey, passwordHash, indexedName: displayName };
  try {
    const user = await tx.user.create({ data, select: userColumns });
    await addPrefixes(tx, dialect, [user]);
    return user;
  } catch (error) {
    if (isDuplicateKey(error)) throw new Refusal('username_taken', 'This username is taken.');
    throw error;
  }
}

function findByUsernames({ client }: Database, usernames: readonly string[]): Promise<UserRecord[]> {
  const possible = usernames.filter((name) => possibleUsername.test(name));
  return client.user.findMany({ where: { username: { in: possible }, deletedAt: null }, select: userColumns });
}

function findByIds({ client }: Database, ids: readonly UserId[]): Promise<UserRecord[]> {
  return client.user.findMany({ where: { id: { in: [...ids] }, deletedAt: null }, select: userColumns });
}

function namesOf({ client }: Database, ids: readonly UserId[]) {
  return client.user.findMany({ where: { id: { in: [...ids] } }, select: { id: true, username: true } });
}

async function findPeer({ client }: Database, username: string) {
  if (!possibleUsername.test(username)) return null;
  const row = await client.user.findUnique({ where: { username }, select: { ...userColumns, deletedAt: true } });
  return row && { id: row.id, username: row.username, isDeleted: row.deletedAt !== null };
}

/** The condition on `deletedAt` keeps a request still under way from naming an erased account again. */
function rename(database: Database, id: UserId, name: DisplayName): Promise<UserRecord | null> {
  const { dialect } = database;
  return retryContention(() =>
    transact(database, async (tx) => {
      const { count } = await tx.user.updateMany({ where: { id, deletedAt: null }, data: name });
      if (count === 0) return null;
      await indexNameOf(tx, dialect, id);
      return tx.user.findUnique({ where: { id }, select: userColumns });
    }),
  );
}

async function setLastSeen({ client }: Database, ids: readonly UserId[], at: Date): Promise<void> {
  await client.user.updateMany({ where: { id: { in: [...ids] }, deletedAt: null }, data: { lastSeenAt: at } });
}
