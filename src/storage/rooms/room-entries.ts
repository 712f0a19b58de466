/** Reads a page of the rooms of a user, with everything that each entry shows. */
import type { ConversationListQuery } from '../../engine/ports/conversation-port.ts';
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import type { RoomEntry } from '../../engine/ports/room-port.ts';
import { type ActiveRow, beyondCursor, newestFirst } from '../conversations/active-rows.ts';
import { lastMessages } from '../conversations/last-messages.ts';
import { countUnread } from '../conversations/unread-counts.ts';
import type { Database } from '../database/database.ts';
import { roleNames } from './room-columns.ts';

interface RoomRow extends ActiveRow {
  title: string;
  memberCount: number;
  role: number;
  readSeq: number;
  unreadSeq: number;
  archivedSeq: number;
  mutedUntil: Date | null;
}

const columns = [
  ...['id', 'lowId', 'highId', 'lastSeq', 'rev', 'lastMessageAt'].map((name) => `c.\`${name}\``),
  ...['role', 'readSeq', 'unreadSeq', 'archivedSeq', 'mutedUntil'].map((name) => `m.\`${name}\``),
  ...['title', 'memberCount'].map((name) => `r.\`${name}\``),
].join(', ');

const isArchived = 'm.`archivedSeq` > 0 AND m.`archivedSeq` >= c.`lastSeq`';

/** One range of the member's index, sorted: a user is in a few hundred rooms at most. */
export async function listRooms(
  database: Database,
  userId: UserId,
  { after, limit, archived = false, except = '' }: ConversationListQuery,
): Promise<RoomEntry[]> {
  const beyond = beyondCursor(database, after);
  const sql = `${select(database)} AND ${archived ? '' : 'NOT '}(${isArchived}) AND m.\`channelId\` <> ? AND ${beyond.sql} ${newestFirst} LIMIT ${limit}`;
  return complete(
    database,
    userId,
    await database.client.$queryRawUnsafe<RoomRow[]>(sql, userId, except, ...beyond.values),
  );
}

export async function roomEntry(database: Database, userId: UserId, channelId: ConversationId) {
  const sql = `${select(database)} AND m.\`channelId\` = ?`;
  const rows = await database.client.$queryRawUnsafe<RoomRow[]>(sql, userId, channelId);
  const [entry] = await complete(database, userId, rows);
  return entry ?? null;
}

/** Of a user. */
const select = ({ dialect }: Database) => `SELECT ${columns}
  FROM \`Member\` m ${dialect.joinByKey('`Channel` c')} ON c.\`id\` = m.\`channelId\`
  ${dialect.joinByKey('`Room` r')} ON r.\`channelId\` = m.\`channelId\` WHERE m.\`userId\` = ? AND m.\`role\` > 0`;

async function complete(database: Database, userId: UserId, rows: readonly RoomRow[]): Promise<RoomEntry[]> {
  const written = rows.filter(({ lastSeq }) => lastSeq > 0);
  const last = new Map((await lastMessages(database, written)).map((message) => [message.channelId, message]));
  const own = new Map(rows.map((row) => [row.id, row]));
  const unread = await countUnread(database, written, userId, (id) => own.get(id));
  return rows.map((row) => {
    const { id, lastSeq, title, memberCount, archivedSeq, unreadSeq, readSeq, mutedUntil, lastMessageAt } = row;
    return {
      conversation: row,
      room: { channelId: id, title, memberCount },
      role: roleNames[row.role] ?? 'member',
      lastMessageAt,
      lastMessage: last.get(id) ?? null,
      unread: unread.get(id) ?? 0,
      unreadFrom: unreadSeq,
      readSeq,
      mutedUntil,
      isArchived: archivedSeq > 0 && archivedSeq >= lastSeq,
    };
  });
}
