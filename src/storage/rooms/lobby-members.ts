/** Stores the lobby, and a row of each user who has come to it. */
import type { UserId } from '../../engine/ports/identifiers.ts';
import { lobbyId } from '../../engine/ports/room-port.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import { lobbyKind, roles } from './room-columns.ts';

/** The page names it in its own language. */
const title = 'Lobby';

export async function openLobby({ client, dialect }: Database): Promise<void> {
  const { insertIgnore } = dialect;
  await client.$executeRawUnsafe(
    `${insertIgnore} \`Channel\` (\`id\`, \`lowId\`, \`highId\`, \`kind\`, \`lastMessageAt\`)
     VALUES (?, ?, ?, ${lobbyKind}, ${dialect.time(0)})`,
    lobbyId,
    lobbyId,
    lobbyId,
  );
  await client.$executeRawUnsafe(
    `${insertIgnore} \`Room\` (\`channelId\`, \`title\`, \`memberCount\`, \`createdAt\`, \`changedAt\`)
     VALUES (?, ?, 0, ${dialect.time(0)}, ${dialect.time(0)})`,
    lobbyId,
    title,
  );
}

export function leaveLobby(database: Database, userId: UserId): Promise<void> {
  return retryContention(() =>
    transact(database, async (tx) => {
      const { count } = await tx.member.deleteMany({ where: { channelId: lobbyId, userId } });
      if (count > 0) await addToCount(tx, -1);
    }),
  );
}

const addToCount = (tx: Transaction, change: 1 | -1) =>
  tx.$executeRawUnsafe('UPDATE `Room` SET `memberCount` = `memberCount` + ? WHERE `channelId` = ?', change, lobbyId);

/** Messages of the time before a user comes count as read. */
export async function joinLobby(database: Database, userId: UserId): Promise<void> {
  const { client, dialect } = database;
  const where = { channelId_userId: { channelId: lobbyId, userId } };
  if (await client.member.findUnique({ where, select: { role: true } })) return;
  await retryContention(() =>
    transact(database, async (tx) => {
      const { lastSeq } = await tx.channel.findUniqueOrThrow({ where: { id: lobbyId }, select: { lastSeq: true } });
      const added = await tx.$executeRawUnsafe(
        `${dialect.insertIgnore} \`Member\` (\`channelId\`, \`userId\`, \`role\`, \`joinedAt\`, \`readSeq\`, \`deliveredSeq\`)
         VALUES (?, ?, ${roles.member}, ${dialect.time(0)}, ?, ?)`,
        ...[lobbyId, userId, lastSeq, lastSeq],
      );
      if (added > 0) await addToCount(tx, 1);
    }),
  );
}
