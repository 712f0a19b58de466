/** Stores sessions; an ended session keeps its row until the purge, so that nothing revives it. */

import type { SessionId, UserId } from '../../engine/ports/identifiers.ts';
import {
  type EndedSessions,
  type LiveSession,
  type NewSession,
  type Session,
  type SessionLife,
  type SessionStore,
  sessionIdOf,
  type VerifiedSession,
} from '../../engine/ports/session-port.ts';
import type { UserRecord } from '../../engine/ports/user-port.ts';
import { type Database, placeholders, type Transaction } from '../database/database.ts';
import type { Dialect } from '../database/dialect.ts';
import { possibleUsername } from './user-search.ts';

const shown = '`id`, `userId`, `createdAt`, `lastUsedAt`, `expiresAt`, `ip`, `userAgent`';

const columnsOf = (table: string, names: string[]) => names.map((name) => `\`${table}\`.\`${name}\``).join(', ');
/** Only the columns that every request needs: each value of a row costs Prisma one to two microseconds. */
const found = [
  columnsOf('Session', ['id', 'secretHash', 'userId']),
  columnsOf('User', ['username', 'displayName', 'lastSeenAt', 'avatarId', 'status']),
].join(', ');

interface FoundRow extends Omit<LiveSession, 'user'>, Omit<UserRecord, 'id'> {
  secretHash: string;
  stale: number | bigint;
  verifiedAt: number | bigint;
  expires: number | bigint;
}

/** The form of an id; comparing other texts with the column could match too much, or fail. */
const possibleId = /^[\w-]{16}$/;

/** The most ids in one statement. */
const touchMax = 500;

/** More addresses than a user signs in from in a month. */
const addressesMax = 1_000;

export function createSessionStore(database: Database): SessionStore {
  return {
    create: (session, lifeMs) => create(database, session, lifeMs),
    find: (secretHashes, life) => find(database, secretHashes, life),
    verify: async (by, values, life) =>
      values.length === 0 ? [] : (await select(database, by, values, life)).map(asVerified),
    touch: (ids, life) => touch(database, ids, life),
    list: (userId, query) => list(database, userId, query),
    end: (id) => end(database, id),
    endOwn: (userId, id, idleMs) => endOwn(database, userId, id, idleMs),
    endOthers: (userId, kept) => endAll(database.client, database.dialect, userId, kept),
    addressesOf: (username) => addressesOf(database, username),
    overWithin: (windowMs, query) => overWithin(database, windowMs, query),
    purge: (overForMs) => purge(database, overForMs),
  };
}

/** One statement that locks the account's row: a change of credentials comes first, or ends the new session. */
async function create({ client, dialect }: Database, session: NewSession, lifeMs: number): Promise<SessionId | null> {
  const { secretHash, userId, credentialVersion, ip, userAgent } = session;
  const id = sessionIdOf(secretHash);
  const sql = `INSERT INTO \`Session\` (${shown}, \`secretHash\`)
    SELECT ?, \`id\`, ${dialect.time(0)}, ${dialect.time(0)}, ${dialect.time(lifeMs)}, ?, ?, ? FROM \`User\`
    WHERE \`id\` = ? AND \`credentialVersion\` = ? AND \`deletedAt\` IS NULL AND \`disabledAt\` IS NULL ${dialect.lockShared}`;
  const values = [id, ip, userAgent, secretHash, userId, credentialVersion];
  return (await client.$executeRawUnsafe(sql, ...values)) === 1 ? id : null;
}

const isLive = ({ time }: Dialect, idleMs: number) =>
  `\`endedAt\` IS NULL AND \`expiresAt\` > ${time(0)} AND \`lastUsedAt\` > ${time(-idleMs)}`;

async function find(
  database: Database,
  secretHashes: readonly string[],
  life: SessionLife,
): Promise<Map<string, VerifiedSession>> {
  const rows = await select(database, 'secretHash', secretHashes, life);
  const stale = rows.filter((row) => Number(row.stale) === 1).map((row) => row.id);
  if (stale.length > 0) await touch(database, stale, life);
  return new Map(rows.map((row) => [row.secretHash, asVerified(row)]));
}

async function select(
  { client, dialect }: Database,
  column: 'secretHash' | 'id' | 'userId',
  values: readonly string[],
  life: SessionLife,
): Promise<FoundRow[]> {
  const { time, millisecondsOf } = dialect;
  const sql = `SELECT ${found}, \`lastUsedAt\` <= ${time(-life.noteEveryMs)} AS \`stale\`,
      ${millisecondsOf(time(0))} AS \`verifiedAt\`, ${millisecondsOf('`expiresAt`')} AS \`expires\`
    FROM \`Session\` JOIN \`User\` ON \`User\`.\`id\` = \`Session\`.\`userId\`
    WHERE \`Session\`.\`${column}\` IN (${placeholders(values.length)}) AND ${isLive(dialect, life.idleMs)}
      AND \`deletedAt\` IS NULL AND \`disabledAt\` IS NULL`;
  return client.$queryRawUnsafe<FoundRow[]>(sql, ...values);
}

/** A late record of use does not revive a session that has gone idle. */
async function touch(
  { client, dialect }: Database,
  ids: readonly SessionId[],
  { idleMs, noteEveryMs }: SessionLife,
): Promise<void> {
  for (let start = 0; start < ids.length; start += touchMax) {
    const some = ids.slice(start, start + touchMax);
    const sql = `UPDATE \`Session\` SET \`lastUsedAt\` = ${dialect.time(0)} WHERE \`id\` IN (${placeholders(some.length)})
      AND ${isLive(dialect, idleMs)} AND \`lastUsedAt\` <= ${dialect.time(-noteEveryMs)}`;
    await client.$executeRawUnsafe(sql, ...some);
  }
}

function list(
  { client, dialect }: Database,
  userId: UserId,
  { first, idleMs, limit }: { first: SessionId; idleMs: number; limit: number },
): Promise<Session[]> {
  const sql = `SELECT ${shown} FROM \`Session\` WHERE \`userId\` = ? AND ${isLive(dialect, idleMs)}
    ORDER BY \`id\` = ? DESC, \`lastUsedAt\` DESC, \`id\` LIMIT ?`;
  return client.$queryRawUnsafe<Session[]>(sql, userId, first, limit);
}

async function end({ client, dialect }: Database, id: SessionId): Promise<void> {
  const sql = `UPDATE \`Session\` SET \`endedAt\` = ${dialect.time(0)} WHERE \`id\` = ? AND \`endedAt\` IS NULL`;
  await client.$executeRawUnsafe(sql, id);
  await removeSubscription(client, id);
}

async function endOwn({ client, dialect }: Database, userId: UserId, id: SessionId, idleMs: number): Promise<boolean> {
  if (!possibleId.test(id)) return false;
  const sql = `UPDATE \`Session\` SET \`endedAt\` = ${dialect.time(0)} WHERE \`id\` = ? AND \`userId\` = ? AND ${isLive(dialect, idleMs)}`;
  if ((await client.$executeRawUnsafe(sql, id, userId)) !== 1) return false;
  await removeSubscription(client, id);
  return true;
}

/** After the end: a session that has ended gets no subscription any more. */
async function removeSubscription(on: Pick<Transaction, '$executeRawUnsafe'>, id: SessionId): Promise<void> {
  await on.$executeRawUnsafe('DELETE FROM `PushSubscription` WHERE `sessionId` = ?', id);
}

async function addressesOf({ client }: Database, username: string): Promise<string[]> {
  const user = '(SELECT `id` FROM `User` WHERE `username` = ?)';
  const sql = `SELECT DISTINCT \`ip\` FROM \`Session\` WHERE \`userId\` = ${user} LIMIT ${addressesMax}`;
  const rows = possibleUsername.test(username) ? await client.$queryRawUnsafe<{ ip: string }[]>(sql, username) : [];
  return rows.map((row) => row.ip);
}

/** Three index ranges: the cost does not grow with the number of live sessions. The first row answers the time. */
async function overWithin(
  { client, dialect }: Database,
  windowMs: number,
  { idleMs, limit }: { idleMs: number; limit: number },
): Promise<EndedSessions> {
  const { time, millisecondsOf } = dialect;
  const over = (condition: string) => `UNION ALL SELECT \`id\`, 0 FROM \`Session\` WHERE ${condition}`;
  const sql = `SELECT '' AS \`id\`, ${millisecondsOf(time(0))} AS \`now\`
    ${over(`\`endedAt\` >= ${time(-windowMs)}`)}
    ${over(`\`expiresAt\` BETWEEN ${time(-windowMs)} AND ${time(0)}`)}
    ${over(`\`lastUsedAt\` BETWEEN ${time(-windowMs - idleMs)} AND ${time(-idleMs)}`)}
    LIMIT ${limit + 1}`;
  const [first, ...rows] = await client.$queryRawUnsafe<{ id: SessionId; now: number | bigint }[]>(sql);
  const ids = [...new Set(rows.map((row) => row.id))];
  return { ids, isComplete: rows.length < limit, now: Number(first?.now) };
}

async function purge({ client, dialect }: Database, overForMs: number): Promise<number> {
  const past = dialect.time(-overForMs);
  const isPast = `\`endedAt\` < ${past} OR \`expiresAt\` < ${past}`;
  // Those of sessions that expired, and of sessions that a node of an earlier version ended.
  const subscribed = (column: string) => `SELECT p.\`sessionId\` FROM \`Session\` s JOIN \`PushSubscription\` p
    ON p.\`sessionId\` = s.\`id\` WHERE s.\`${column}\` < ${past}`;
  const rows = await client.$queryRawUnsafe<{ sessionId: SessionId }[]>(
    `${subscribed('endedAt')} UNION ALL ${subscribed('expiresAt')}`,
  );
  for (const { sessionId } of rows) await removeSubscription(client, sessionId);
  const sql = `DELETE FROM \`Session\` WHERE ${isPast}`;
  return client.$executeRawUnsafe(sql);
}

/** Ends the account's sessions except `kept`; answers which. If the caller locked the account's row, no new one appears. */
export async function endAll(
  on: Pick<Transaction, '$queryRawUnsafe' | '$executeRawUnsafe'>,
  { time }: Database['dialect'],
  userId: UserId,
  kept: SessionId | null,
): Promise<SessionId[]> {
  const those = '`userId` = ? AND `id` <> ? AND `endedAt` IS NULL';
  const sql = `SELECT \`id\` FROM \`Session\` WHERE ${those} AND \`expiresAt\` > ${time(0)}`;
  const rows = await on.$queryRawUnsafe<{ id: SessionId }[]>(sql, userId, kept ?? '');
  await on.$executeRawUnsafe(`UPDATE \`Session\` SET \`endedAt\` = ${time(0)} WHERE ${those}`, userId, kept ?? '');
  const subscriptions = 'DELETE FROM `PushSubscription` WHERE `userId` = ? AND `sessionId` <> ?';
  await on.$executeRawUnsafe(subscriptions, userId, kept ?? '');
  return rows.map((row) => row.id);
}

/**
 * Ends a session and creates one with another secret that goes on for it; answers its id. Null when the old one has ended.
 * The update locks the row, so that a logout under way comes before or finds the session ended.
 */
export async function replaceSession(
  tx: Pick<Transaction, '$executeRawUnsafe'>,
  { time }: Dialect,
  { id, userId, secretHash }: { id: SessionId; userId: UserId; secretHash: string },
): Promise<SessionId | null> {
  const end = `UPDATE \`Session\` SET \`endedAt\` = ${time(0)} WHERE \`id\` = ? AND \`userId\` = ? AND \`endedAt\` IS NULL`;
  if ((await tx.$executeRawUnsafe(end, id, userId)) !== 1) return null;
  await removeSubscription(tx, id);
  const next = sessionIdOf(secretHash);
  const insert = `INSERT INTO \`Session\` (${shown}, \`secretHash\`)
    SELECT ?, \`userId\`, \`createdAt\`, ${time(0)}, \`expiresAt\`, \`ip\`, \`userAgent\`, ? FROM \`Session\` WHERE \`id\` = ?`;
  await tx.$executeRawUnsafe(insert, next, secretHash, id);
  return next;
}

function asVerified(row: FoundRow): VerifiedSession {
  const { id, userId, secretHash, username, displayName, lastSeenAt, avatarId, status, verifiedAt, expires } = row;
  const user = { id: userId, username, displayName, lastSeenAt, avatarId, status };
  return { id, userId, user, secretHash, verifiedAt: Number(verifiedAt), expiresAt: Number(expires) };
}
