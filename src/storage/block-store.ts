/** Who blocks whom: a column of the channel, so that a block and a message take the same lock; and what is shown meanwhile. */
import type { Apart, BlockChange, BlockStore } from '../chat/block-ports.ts';
import type { ChannelId, UserId } from '../chat/ports.ts';
import { type Database, type Transaction, transact } from './database.ts';
import { retryContention } from './database-faults.ts';

/** What somebody's block is in `blockedBy`; both blocks together are 3. */
export const sideOf = (userId: UserId, lowId: UserId): 1 | 2 => (userId === lowId ? 1 : 2);

/** The same in SQL; takes the user's id. */
const sideSql = 'CASE WHEN `lowId` = ? THEN 1 ELSE 2 END';

/** Those on the one side of the channels in which a user is on the other. */
const apartSql = (me: 'lowId' | 'highId', other: 'lowId' | 'highId', side: 1 | 2) => `
  SELECT c.\`${other}\` AS \`userId\`, c.\`blockedBy\` & ${side} AS \`mine\`, m.\`frozenSeenAt\` AS \`seenAt\`
  FROM \`Channel\` c JOIN \`Member\` m ON m.\`channelId\` = c.\`id\` AND m.\`userId\` = c.\`${other}\`
  WHERE c.\`${me}\` = ? AND c.\`blockedBy\` > 0`;

interface ApartRow {
  userId: UserId;
  mine: number | bigint;
  /** SQLite answers the times of a union as text. */
  seenAt: Date | string | null;
}

interface ChangedRow {
  id: ChannelId;
  lowId: UserId;
  highId: UserId;
  blockedBy: number;
}

export function createBlockStore(database: Database): BlockStore {
  const { client, dialect } = database;
  const inTransaction = (work: (tx: Transaction) => Promise<void>) => retryContention(() => transact(database, work));

  function block(channelId: ChannelId, blockerId: UserId, seenAt: ReadonlyMap<UserId, Date | null>): Promise<void> {
    return inTransaction(async (tx) => {
      const set = `UPDATE \`Channel\` SET \`blockedBy\` = \`blockedBy\` | ${sideSql}, \`blockChangedAt\` = ${dialect.time(0)}
        WHERE \`id\` = ? AND \`blockedBy\` & ${sideSql} = 0`;
      await tx.$executeRawUnsafe(set, blockerId, channelId, blockerId);
      const freeze = `UPDATE \`Member\` SET \`frozenReadSeq\` = \`readSeq\`, \`frozenDeliveredSeq\` = \`deliveredSeq\`, \`frozenSeenAt\` = ?
        WHERE \`channelId\` = ? AND \`userId\` = ? AND \`frozenReadSeq\` IS NULL`;
      for (const [userId, at] of seenAt) await tx.$executeRawUnsafe(freeze, at, channelId, userId);
    });
  }

  function lift(channelId: ChannelId, blockerId: UserId): Promise<void> {
    return inTransaction(async (tx) => {
      const unset = `UPDATE \`Channel\` SET \`blockedBy\` = \`blockedBy\` & ~(${sideSql}), \`blockChangedAt\` = ${dialect.time(0)}
        WHERE \`id\` = ? AND \`blockedBy\` & ${sideSql} <> 0`;
      await tx.$executeRawUnsafe(unset, blockerId, channelId, blockerId);
      const thaw = `UPDATE \`Member\` SET \`frozenReadSeq\` = NULL, \`frozenDeliveredSeq\` = NULL, \`frozenSeenAt\` = NULL
        WHERE \`channelId\` = ? AND (SELECT \`blockedBy\` FROM \`Channel\` WHERE \`id\` = ?) = 0`;
      await tx.$executeRawUnsafe(thaw, channelId, channelId);
    });
  }

  async function apartFrom(userId: UserId): Promise<Apart[]> {
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

  return { block, lift, apartFrom, changedWithin };
}
