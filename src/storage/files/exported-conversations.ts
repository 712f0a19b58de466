/** Reads what an export holds: the conversations of a user, each once. */
import type { ExportedConversation, ExportStore } from '../../engine/ports/export-port.ts';
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import { type MemberIds, peerOf } from '../conversations/conversation-members.ts';
import type { Database } from '../database/database.ts';
import { userColumns } from '../identity/user-columns.ts';
import { roomKind } from '../rooms/room-columns.ts';

type Row = MemberIds & { id: ConversationId; lastSeq: number | bigint; title: string | null };

const halfSql = (side: keyof MemberIds, limit: number) =>
  `SELECT \`id\`, \`lowId\`, \`highId\`, \`lastSeq\`, NULL AS \`title\` FROM \`Channel\`
    WHERE \`${side}\` = ? AND \`id\` > ? AND \`lastSeq\` > 0 ORDER BY \`id\` LIMIT ${limit}`;

/** One range of the member's index, sorted: a user is in a few hundred rooms at most. */
const roomSql = ({ dialect }: Database, limit: number) =>
  `SELECT c.\`id\`, c.\`lowId\`, c.\`highId\`, c.\`lastSeq\`, r.\`title\` FROM \`Member\` m
    ${dialect.joinByKey('`Channel` c')} ON c.\`id\` = m.\`channelId\`
    ${dialect.joinByKey('`Room` r')} ON r.\`channelId\` = m.\`channelId\`
    WHERE m.\`userId\` = ? AND m.\`role\` > 0 AND c.\`id\` > ? AND c.\`kind\` = ${roomKind} AND c.\`lastSeq\` > 0
    ORDER BY c.\`id\` LIMIT ${limit}`;

export function createExportedConversations(database: Database): Pick<ExportStore, 'conversations' | 'countFiles'> {
  const { client } = database;
  return {
    async conversations(userId, after, limit) {
      const statements = [halfSql('lowId', limit), halfSql('highId', limit), roomSql(database, limit)];
      const parts = statements.map((sql) => client.$queryRawUnsafe<Row[]>(sql, userId, after));
      // Notes to oneself are in both halves.
      const found = new Map((await Promise.all(parts)).flat().map((row) => [row.id, row]));
      const rows = [...found.values()].sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, limit);
      const ids = rows.filter(({ title }) => title === null).map((row) => peerOf(userId, row));
      const peers = await client.user.findMany({ where: { id: { in: ids } }, select: userColumns });
      const peerById = new Map(peers.map((peer) => [peer.id, peer]));
      return rows.flatMap((row): ExportedConversation[] => {
        const { id, title } = row;
        const peer = peerById.get(peerOf(userId, row));
        const lastSeq = Number(row.lastSeq);
        if (title !== null) return [{ id, with: { title }, lastSeq }];
        return peer ? [{ id, with: { peer }, lastSeq }] : [];
      });
    },
    countFiles: (channelId) => client.file.count({ where: { channelId } }),
  };
}
