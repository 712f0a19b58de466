/** Stores blocks in a column of the conversation, so that a block and a message take the same lock. */
import type { BlockChange, BlockedPeer, BlockStore } from '../../engine/ports/block-port.ts';
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import { type MemberIds, sideSql, sides } from './conversation-members.ts';

/** The blocked peers in the conversations in which the user is the member `me`. */
const blockedPeersSql = (me: keyof MemberIds, peer: keyof MemberIds) => `
  SELECT c.\`${peer}\` AS \`userId\`, c.\`blockedBy\` & ${sides[me]} AS \`mine\`, m.\`frozenSeenAt\` AS \`seenAt\`,
    m.\`frozenName\` AS \`name\`, m.\`frozenAvatarId\` AS \`avatarId\`, m.\`frozenStatus\` AS \`status\`
  FROM \`Channel\` c JOIN \`Member\` m ON m.\`channelId\` = c.\`id\` AND m.\`userId\` = c.\`${peer}\`
  WHERE c.\`${me}\` = ? AND c.\`blockedBy\` > 0`;

const blockCountSql = (me: keyof MemberIds) =>
  `(SELECT COUNT(*) FROM \`Channel\` WHERE \`${me}\` = ? AND \`blockedBy\` > 0 AND \`blockedBy\` & ${sides[me]} > 0)`;

/** The number of a user's own blocks; takes the user's id twice. */
const countSql = `SELECT ${blockCountSql('lowId')} + ${blockCountSql('highId')} AS \`count\``;

interface BlockedPeerRow {
  userId: UserId;
  mine: number | bigint;
  /** SQLite returns the times of a union as text. */
  seenAt: Date | string | null;
  name: string | null;
  avatarId: string | null;
  status: string | null;
}

interface ChangedRow extends MemberIds {
  id: ConversationId;
  blockedBy: number;
}

/** @param max - the most blocks of one user. */
export function createBlockStore(database: Database, max: number = limits.blocksMax): BlockStore {
  return {
    block: (...change) => block(database, max, ...change),
    lift: (channelId, blockerId) => lift(database, channelId, blockerId),
    blockedPeers: (userId) => blockedPeers(database, userId),
    changedWithin: (windowMs) => changedWithin(database, windowMs),
  };
}

const inTransaction = <T>(database: Database, work: (tx: Transaction) => Promise<T>) =>
  retryContention(() => transact(database, work));

function block(
  database: Database,
  max: number,
  ...[channelId, blockerId, seenAt]: Parameters<BlockStore['block']>
): Promise<boolean> {
  const { dialect } = database;
  return inTransaction(database, async (tx) => {
    await lockAccount(tx, blockerId);
    const set = `UPDATE \`Channel\` SET \`blockedBy\` = \`blockedBy\` | ${sideSql}, \`blockChangedAt\` = ${dialect.time(0)}
      WHERE \`id\` = ? AND \`blockedBy\` & ${sideSql} = 0`;
    if ((await tx.$executeRawUnsafe(set, blockerId, channelId, blockerId)) === 0) return false;
    await expectBelowLimit(tx, blockerId, max);
    const freeze = `UPDATE \`Member\` SET \`frozenReadSeq\` = \`readSeq\`, \`frozenDeliveredSeq\` = \`deliveredSeq\`, \`frozenSeenAt\` = ?,
        \`frozenName\` = (SELECT \`displayName\` FROM \`User\` WHERE \`id\` = \`userId\`),
        \`frozenAvatarId\` = (SELECT \`avatarId\` FROM \`User\` WHERE \`id\` = \`userId\`),
        \`frozenStatus\` = (SELECT \`status\` FROM \`User\` WHERE \`id\` = \`userId\`)
      WHERE \`channelId\` = ? AND \`userId\` = ? AND \`frozenReadSeq\` IS NULL`;
    for (const [userId, at] of seenAt) await tx.$executeRawUnsafe(freeze, at, channelId, userId);
    return true;
  });
}

/** Comes first in its transaction, so that blocks of one user are set one after the other and counted correctly. */
async function lockAccount(tx: Transaction, userId: UserId): Promise<void> {
  await tx.$executeRawUnsafe('UPDATE `User` SET `id` = `id` WHERE `id` = ?', userId);
}

async function expectBelowLimit(tx: Transaction, userId: UserId, max: number): Promise<void> {
  const [row] = await tx.$queryRawUnsafe<{ count: number | bigint }[]>(countSql, userId, userId);
  if (Number(row?.count) > max) throw new Refusal('invalid_input', 'You have blocked too many people.');
}

function lift(database: Database, channelId: ConversationId, blockerId: UserId): Promise<boolean> {
  const { dialect } = database;
  return inTransaction(database, async (tx) => {
    const unset = `UPDATE \`Channel\` SET \`blockedBy\` = \`blockedBy\` & ~(${sideSql}), \`blockChangedAt\` = ${dialect.time(0)}
      WHERE \`id\` = ? AND \`blockedBy\` & ${sideSql} <> 0`;
    if ((await tx.$executeRawUnsafe(unset, blockerId, channelId, blockerId)) === 0) return false;
    const unfreeze = `UPDATE \`Member\` SET \`frozenReadSeq\` = NULL, \`frozenDeliveredSeq\` = NULL, \`frozenSeenAt\` = NULL,
        \`frozenName\` = NULL, \`frozenAvatarId\` = NULL, \`frozenStatus\` = NULL
      WHERE \`channelId\` = ? AND (SELECT \`blockedBy\` FROM \`Channel\` WHERE \`id\` = ?) = 0`;
    await tx.$executeRawUnsafe(unfreeze, channelId, channelId);
    return true;
  });
}

async function blockedPeers({ client }: Database, userId: UserId): Promise<BlockedPeer[]> {
  const sql = `${blockedPeersSql('lowId', 'highId')} UNION ALL ${blockedPeersSql('highId', 'lowId')}`;
  const rows = await client.$queryRawUnsafe<BlockedPeerRow[]>(sql, userId, userId);
  return rows.map(({ mine, seenAt, ...peer }) => ({
    ...peer,
    mine: Number(mine) !== 0,
    seenAt: seenAt === null ? null : new Date(seenAt),
  }));
}

async function changedWithin({ client, dialect }: Database, windowMs: number): Promise<BlockChange[]> {
  const sql = `SELECT \`id\`, \`lowId\`, \`highId\`, \`blockedBy\` FROM \`Channel\` WHERE \`blockChangedAt\` >= ${dialect.time(-windowMs)}`;
  const rows = await client.$queryRawUnsafe<ChangedRow[]>(sql);
  return rows.map(({ id, lowId, highId, blockedBy }) => ({
    channelId: id,
    pair: [lowId, highId],
    blocked: Number(blockedBy) !== 0,
  }));
}
