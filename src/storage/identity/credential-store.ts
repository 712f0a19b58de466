/** Stores the credentials of accounts; each change ends sessions in the same transaction. */
import type { CredentialStore, Credentials, PasswordChange, Proof } from '../../engine/ports/credential-port.ts';
import type { SessionId, UserId } from '../../engine/ports/identifiers.ts';
import type { DisplayName } from '../../engine/ports/user-port.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { eraseFrozenProfiles } from '../conversations/frozen-profiles.ts';
import { eraseOwnNotes } from '../conversations/own-notes.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';
import { replaceAvatar } from '../files/avatar-store.ts';
import { removeExport } from '../files/export-store.ts';
import { eraseSettings } from '../settings/settings-store.ts';
import { eraseFactorRows } from './factor-rows.ts';
import { indexNameOf } from './name-index.ts';
import { endAll, replaceSession } from './session-store.ts';
import { possibleUsername } from './user-search.ts';

type CredentialRow = Credentials['user'] & Omit<Credentials, 'user' | 'isDisabled'> & { disabledAt: Date | null };

const columns =
  '`id`, `username`, `displayName`, `lastSeenAt`, `avatarId`, `status`, `passwordHash`, `credentialVersion`, `disabledAt`';

/** A bit of `blockedBy` beside those of the members (`conversation-members`): an account of the two is deleted. */
const deserted = 4;

export function createCredentialStore(database: Database): CredentialStore {
  return {
    find: (username) => find(database, username),
    renewHash: (id, from, to) => renewHash(database, id, from, to),
    changePassword: (change) => changePassword(database, change),
    resetPassword: (id, passwordHash, lifeMs) => resetPassword(database, id, passwordHash, lifeMs),
    erase: (proof, name) => erase(database, proof, name),
    disable: (id) => disable(database, id),
    enable: (id) => enable(database, id),
  };
}

const inTransaction = <T>(database: Database, work: (tx: Transaction) => Promise<T>) =>
  retryContention(() => transact(database, work));

async function find({ client, dialect }: Database, username: string): Promise<Credentials | null> {
  if (!possibleUsername.test(username)) return null;
  const sql = `SELECT ${columns} FROM \`User\` WHERE \`username\` = ? AND \`deletedAt\` IS NULL
    AND (\`passwordUntil\` IS NULL OR \`passwordUntil\` > ${dialect.time(0)})`;
  const [row] = await client.$queryRawUnsafe<CredentialRow[]>(sql, username);
  if (!row) return null;
  const { passwordHash, credentialVersion, disabledAt, ...user } = row;
  return { user, passwordHash, credentialVersion, isDisabled: disabledAt !== null };
}

/** One statement, so that a password changed meanwhile stays. */
async function renewHash({ client }: Database, id: UserId, from: string, to: string): Promise<void> {
  const sql = 'UPDATE `User` SET `passwordHash` = ? WHERE `id` = ? AND `passwordHash` = ?';
  await client.$executeRawUnsafe(sql, to, id, from);
}

/** Comes first in its transaction: it locks the account's row, and so the creation of sessions. */
async function replace(tx: Transaction, { user, credentialVersion }: Proof, passwordHash: string): Promise<void> {
  const sql = `UPDATE \`User\` SET \`passwordHash\` = ?, \`passwordUntil\` = NULL, \`credentialVersion\` = \`credentialVersion\` + 1
    WHERE \`id\` = ? AND \`credentialVersion\` = ? AND \`deletedAt\` IS NULL`;
  if ((await tx.$executeRawUnsafe(sql, passwordHash, user.id, credentialVersion)) === 1) return;
  throw new Refusal('invalid_credentials', 'The password has just been changed.');
}

function changePassword(database: Database, { proof, passwordHash, replaced }: PasswordChange): Promise<SessionId[]> {
  return inTransaction(database, async (tx) => {
    await replace(tx, proof, passwordHash);
    const userId = proof.user.id;
    const next = await replaceSession(tx, database.dialect, { ...replaced, userId });
    if (next === null) throw new Refusal('unauthorized', 'This session has ended.');
    return [replaced.id, ...(await endAll(tx, database.dialect, userId, next))];
  });
}

function resetPassword(database: Database, id: UserId, passwordHash: string, lifeMs: number): Promise<SessionId[]> {
  const { dialect } = database;
  return inTransaction(database, async (tx) => {
    const sql = `UPDATE \`User\` SET \`passwordHash\` = ?, \`passwordUntil\` = ${dialect.time(lifeMs)},
      \`credentialVersion\` = \`credentialVersion\` + 1 WHERE \`id\` = ? AND \`deletedAt\` IS NULL`;
    await tx.$executeRawUnsafe(sql, passwordHash, id);
    return endAll(tx, dialect, id, null);
  });
}

/** Raises the version: a login under way opens no session, not even after the account is enabled again. */
function disable(database: Database, id: UserId): Promise<SessionId[]> {
  const { dialect } = database;
  return inTransaction(database, async (tx) => {
    const sql = `UPDATE \`User\` SET \`disabledAt\` = COALESCE(\`disabledAt\`, ${dialect.time(0)}),
      \`credentialVersion\` = \`credentialVersion\` + 1 WHERE \`id\` = ? AND \`deletedAt\` IS NULL`;
    await tx.$executeRawUnsafe(sql, id);
    return endAll(tx, dialect, id, null);
  });
}

async function enable({ client }: Database, id: UserId): Promise<boolean> {
  const sql = 'UPDATE `User` SET `disabledAt` = NULL WHERE `id` = ? AND `disabledAt` IS NOT NULL';
  return (await client.$executeRawUnsafe(sql, id)) === 1;
}

function erase(database: Database, proof: Proof, { displayName, nameKey }: DisplayName): Promise<SessionId[]> {
  const { dialect } = database;
  const { id } = proof.user;
  return inTransaction(database, async (tx) => {
    await replace(tx, proof, '');
    const ended = await endAll(tx, dialect, id, null);
    await tx.session.updateMany({ where: { userId: id }, data: { ip: '', userAgent: '' } });
    const gone = `UPDATE \`User\` SET \`displayName\` = ?, \`nameKey\` = ?, \`lastSeenAt\` = NULL, \`status\` = NULL,
        \`deletedAt\` = ${dialect.time(0)}
      WHERE \`id\` = ?`;
    await tx.$executeRawUnsafe(gone, displayName, nameKey, id);
    await replaceAvatar(tx, dialect, id, null);
    await indexNameOf(tx, dialect, id);
    await eraseFactorRows(tx, id);
    for (const side of ['lowId', 'highId']) await tx.$executeRawUnsafe(desertSql(dialect, side), id);
    await eraseFrozenProfiles(tx, id);
    await eraseOwnNotes(tx, dialect, id);
    await tx.$executeRawUnsafe(expireUploadsSql(dialect), id);
    await eraseSettings(tx, id);
    await removeExport(dialect, tx, id);
    await tx.draft.deleteMany({ where: { userId: id } });
    return ended;
  });
}

/** A job removes what has expired. Files of messages stay for the peers. */
const expireUploadsSql = ({ time }: Dialect) =>
  `UPDATE \`File\` SET \`expiresAt\` = ${time(0)} WHERE \`ownerId\` = ? AND \`channelId\` IS NULL`;

const desertSql = (dialect: Dialect, side: string) =>
  `UPDATE \`Channel\` SET \`blockedBy\` = \`blockedBy\` | ${deserted}, \`blockChangedAt\` = ${dialect.time(0)} WHERE \`${side}\` = ?`;
