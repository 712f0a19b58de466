/** Stores rooms: a conversation each, with a row of `Room` and a row of `Member` for each member. */
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import {
  lobbyId,
  type NewRoom,
  type RoomMember,
  type RoomRecord,
  type RoomRole,
  type RoomStore,
} from '../../engine/ports/room-port.ts';
import { type Database, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import { newId } from '../database/row-ids.ts';
import { joinLobby, leaveLobby, openLobby } from './lobby-members.ts';
import { applyChange } from './room-changes.ts';
import { roleNames, roles, roomKind } from './room-columns.ts';
import { listRooms, roomEntry } from './room-entries.ts';
import { addMembers } from './room-members.ts';

const recordColumns = { channelId: true, title: true, memberCount: true } as const;

export function createRoomStore(database: Database): RoomStore {
  const { client } = database;
  return {
    create: (room) => create(database, room),
    find: (channelId) => client.room.findUnique({ where: { channelId }, select: recordColumns }),
    roleOf: (channelId, userId) => roleOf(database, channelId, userId),
    members: (channelId, after, limit) => members(database, channelId, after, limit),
    roomsOf: (userId) => roomsOf(database, userId),
    list: (userId, query) => listRooms(database, userId, query),
    entry: (userId, channelId) => roomEntry(database, userId, channelId),
    change: (change) => retryContention(() => transact(database, (tx) => applyChange(tx, database.dialect, change))),
    openLobby: () => openLobby(database),
    joinLobby: (userId) => joinLobby(database, userId),
    leaveLobby: (userId) => leaveLobby(database, userId),
    changedWithin: (windowMs, limit) => changedWithin(database, windowMs, limit),
    membersOf: (ids) =>
      client.member.findMany({
        where: { channelId: { in: [...ids] }, role: { gt: 0 } },
        select: { channelId: true, userId: true },
      }),
  };
}

function create(database: Database, { title, ownerId, memberIds }: NewRoom): Promise<RoomRecord> {
  const channelId = newId();
  const memberCount = memberIds.length + 1;
  return retryContention(() =>
    transact(database, async (tx) => {
      const { dialect } = database;
      // Its creation counts as activity, so that lists show a room without a message.
      await tx.$executeRawUnsafe(
        `INSERT INTO \`Channel\` (\`id\`, \`lowId\`, \`highId\`, \`kind\`, \`lastMessageAt\`)
         VALUES (?, ?, ?, ${roomKind}, ${dialect.time(0)})`,
        channelId,
        channelId,
        channelId,
      );
      await tx.$executeRawUnsafe(
        `INSERT INTO \`Room\` (\`channelId\`, \`title\`, \`memberCount\`, \`createdAt\`, \`changedAt\`)
         VALUES (?, ?, ?, ${dialect.time(0)}, ${dialect.time(0)})`,
        channelId,
        title,
        memberCount,
      );
      await addMembers(tx, dialect, channelId, [ownerId], 'owner');
      await addMembers(tx, dialect, channelId, memberIds, 'member');
      return { channelId, title, memberCount };
    }),
  );
}

async function roleOf({ client }: Database, channelId: ConversationId, userId: UserId): Promise<RoomRole | null> {
  const where = { channelId_userId: { channelId, userId } };
  const row = await client.member.findUnique({ where, select: { role: true } });
  return roleNames[row?.role ?? 0] ?? null;
}

async function members(
  { client }: Database,
  channelId: ConversationId,
  after: UserId,
  limit: number,
): Promise<RoomMember[]> {
  const rows = await client.member.findMany({
    where: { channelId, userId: { gt: after }, role: { gt: 0 } },
    orderBy: { userId: 'asc' },
    take: limit,
    select: { userId: true, role: true },
  });
  return rows.map(({ userId, role }) => ({ userId, role: role === roles.owner ? 'owner' : 'member' }));
}

async function roomsOf({ client }: Database, userId: UserId): Promise<ConversationId[]> {
  const rows = await client.member.findMany({ where: { userId, role: { gt: 0 } }, select: { channelId: true } });
  return rows.map(({ channelId }) => channelId);
}

async function changedWithin({ client, dialect }: Database, windowMs: number, limit: number) {
  const sql = `SELECT \`channelId\` FROM \`Room\` WHERE \`changedAt\` >= ${dialect.time(-windowMs)} AND \`channelId\` <> ?
    ORDER BY \`changedAt\` DESC LIMIT ${limit}`;
  const rows = await client.$queryRawUnsafe<{ channelId: ConversationId }[]>(sql, lobbyId);
  return rows.map(({ channelId }) => channelId);
}
