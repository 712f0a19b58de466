/** Stores up to which message a member has archived a conversation. */
import type { ArchiveStore } from '../../engine/ports/archive-port.ts';
import type { UserId } from '../../engine/ports/identifiers.ts';
import type { Database } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';

export function createArchiveStore(database: Database): ArchiveStore {
  const { client } = database;
  return {
    async archive(channelId, userId, seq) {
      const data = { archivedSeq: seq };
      await retryContention(() => client.member.updateMany({ where: { channelId, userId }, data }));
    },
    count: (userId, max) => count(database, userId, max),
  };
}

async function count({ client, dialect }: Database, userId: UserId, max: number): Promise<number> {
  const sql = `SELECT COUNT(*) AS \`found\` FROM (SELECT 1 FROM \`Member\` m ${dialect.joinByKey('`Channel` c')} ON c.\`id\` = m.\`channelId\`
    WHERE m.\`userId\` = ? AND c.\`kind\` = 0 AND m.\`archivedSeq\` > 0 AND m.\`archivedSeq\` >= c.\`lastSeq\` LIMIT ${max}) a`;
  const [row] = await client.$queryRawUnsafe<{ found: bigint }[]>(sql, userId);
  return Number(row?.found ?? 0);
}
