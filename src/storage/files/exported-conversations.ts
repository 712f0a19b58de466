/** Reads what an export holds: the conversations of a user, each once. */
import type { ExportStore } from '../../engine/ports/export-port.ts';
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import { type MemberIds, peerOf } from '../conversations/conversation-members.ts';
import type { Database } from '../database/database.ts';
import { userColumns } from '../identity/user-columns.ts';

type Row = MemberIds & { id: ConversationId; lastSeq: number | bigint };

const halfSql = (side: keyof MemberIds, limit: number) =>
  `SELECT \`id\`, \`lowId\`, \`highId\`, \`lastSeq\` FROM \`Channel\`
    WHERE \`${side}\` = ? AND \`id\` > ? AND \`lastSeq\` > 0 ORDER BY \`id\` LIMIT ${limit}`;

export function createExportedConversations({ client }: Database): Pick<ExportStore, 'conversations' | 'countFiles'> {
  return {
    async conversations(userId, after, limit) {
      const halves = (['lowId', 'highId'] as const).map((side) =>
        client.$queryRawUnsafe<Row[]>(halfSql(side, limit), userId, after),
      );
      // Notes to oneself are in both halves.
      const found = new Map((await Promise.all(halves)).flat().map((row) => [row.id, row]));
      const rows = [...found.values()].sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, limit);
      const ids = rows.map((row) => peerOf(userId, row));
      const peers = await client.user.findMany({ where: { id: { in: ids } }, select: userColumns });
      const peerById = new Map(peers.map((peer) => [peer.id, peer]));
      return rows.flatMap((row) => {
        const peer = peerById.get(peerOf(userId, row));
        return peer ? [{ id: row.id, peer, lastSeq: Number(row.lastSeq) }] : [];
      });
    },
    countFiles: (channelId) => client.file.count({ where: { channelId } }),
  };
}
