/** Who blocks whom: a column of the channel, so that a block and a message take the same lock; and what is shown meanwhile. */
import type { BlockChange, BlockedPeer, BlockStore } from '../../engine/ports/block-port.ts';
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';

/** What somebody's block is in `blockedBy`; both blocks together are 3. */
export const sideOf = (userId: UserId, lowId: UserId): 1 | 2 => (userId === lowId ? 1 : 2);

/** The same in SQL; takes the user's id. */
const sideSql = 'CASE WHEN `lowId` = ? THEN 1 ELSE 2 END';

/** Those on the one side of the channels in which a user is on the other. */
const apartSql = (me: 'lowId' | 'highId', other: 'lowId' | 'highId', side: 1 | 2) => `
  SELECT c.\`${other}\` AS \`userId\`, c.\`blockedBy\` & ${side} AS \`mine\`, m.\`frozenSeenAt\` AS \`seenAt\`
  FROM \`Channel\` c JOIN \`Member\` m ON m.\`channelId\` = c.\`id\` AND m.\`userId\` = c.\`${other}\`
  WHERE c.\`${me}\` = ? AND c.\`blockedBy\` > 0`;

/** How many somebody has blocked; takes the user's id twice. */
const countSql = `SELECT
  (SELECT COUNT(*) FROM \`Channel\` WHERE \`lowId\` = ? AND \`blockedBy\` > 0 AND \`blockedBy\` & 1 > 0) +
  (SELECT COUNT(*) FROM \`Channel\` WHERE \`highId\` = ? AND \`blockedBy\` > 0 AND \`blockedBy\` & 2 > 0) AS \`count\``;

interface ApartRow {
  userId: UserId;
  mine: number | bigint;
  /** SQLite answers the times of a union as text. */
  seenAt: Date | string | null;
}

interface ChangedRow {
  id: ConversationId;
  lowId: UserId;
  highId: UserId;
  blockedBy: number;
}

/** @param max - how many one person may block. */
export function createBlockStore(database: Database, max: number = limits.blocksMax): BlockStore {
  const { client, dialect } = database;
  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => retryContention(() => transact(database, work));

  function block(
    channelId: ConversationId,
    blockerId: UserId,
    seenAt: ReadonlyMap<UserId, Date | null>,
  ): Promise<boolean> {
    return inTransaction(async (tx) => {
      await lockAccount(tx, blockerId);
      const set = `UPDATE \`Channel\` SET \`blockedBy\` = \`blockedBy\` | ${sideSql}, \`blockChangedAt\` = ${dialect.time(0)}
        WHERE \`id\` = ? AND \`blockedBy\` & ${sideSql} = 0`;
      if ((await tx.$executeRawUnsafe(set, blockerId, channelId, blockerId)) === 0) return false;
      await expectRoom(tx, blockerId);
      const freeze = `UPDATE \`Member\` SET \`frozenReadSeq\` = \`readSeq\`, \`frozenDeliveredSeq\` = \`deliveredSeq\`, \`frozenSeenAt\` = ?
        WHERE \`channelId\` = ? AND \`userId\` = ? AND \`frozenReadSeq\` IS NULL`;
      for (const [userId, at] of seenAt) await tx.$executeRawUnsafe(freeze, at, channelId, userId);
      return true;
    });
  }

  /** First of all in its transaction: the blocks of one person are set one after the other, and each counts those before. */
  async function lockAccount(tx: Transaction, userId: UserId): Promise<void> {
    await tx.$executeRawUnsafe('UPDATE `User` SET `id` = `id` WHERE `id` = ?', userId);
  }

  async function expectRoom(tx: Transaction, userId: UserId): Promise<void> {
    const [row] = await tx.$queryRawUnsafe<{ count: number | bigint }[]>(countSql, userId, userId);
    if (Number(row?.count) > max) throw new Refusal('invalid_input', 'You have blocked too many people.');
  }

  function lift(channelId: ConversationId, blockerId: UserId): Promise<boolean> {
    return inTransaction(async (tx) => {
      const unset = `UPDATE \`Channel\` SET \`blockedBy\` = \`blockedBy\` & ~(${sideSql}), \`blockChangedAt\` = ${dialect.time(0)}
        WHERE \`id\` = ? AND \`blockedBy\` & ${sideSql} <> 0`;
      if ((await tx.$executeRawUnsafe(unset, blockerId, channelId, blockerId)) === 0) return false;
      const thaw = `UPDATE \`Member\` SET \`frozenReadSeq\` = NULL, \`frozenDeliveredSeq\` = NULL, \`frozenSeenAt\` = NULL
        WHERE \`channelId\` = ? AND (SELECT \`blockedBy\` FROM \`Channel\` WHERE \`id\` = ?) = 0`;
      await tx.$executeRawUnsafe(thaw, channelId, channelId);
      return true;
    });
  }

  async function blockedPeers(userId: UserId): Promise<BlockedPeer[]> {
    const sql = `${apartSql('lowId', 'highId', 1)} UNION ALL ${apartSql('highId', 'lowId', 2)}`;
    const rows = await client.$queryRawUnsafe<ApartRow[]>(sql, userId, userId);
    return rows.map(({ userId: id, mine, seenAt }) => ({
      userId: id,
      mine: Number(mine) !== 0,
      seenAt: seenAt === null ? null : new Date(seenAt),
    }));
  }

  async function changedWithin(windowMs: number): Promise<BlockChange[]> {
    const sql = `SELECT \`id\`, \`lowId\`, \`highId\`, \`blockedBy\` FROM \`Channel\` WHERE \`blockChangedAt\` >= ${dialect.time(-windowMs)}`;
    const rows = await client.$queryRawUnsafe<ChangedRow[]>(sql);
    return rows.map(({ id, lowId, highId, blockedBy }) => ({
      channelId: id,
      pair: [lowId, highId],
      blocked: Number(blockedBy) !== 0,
    }));
  }

  return { block, lift, blockedPeers, changedWithin };
}
