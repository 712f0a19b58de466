/** Reads the rows of a user's conversations that hold a message, newest activity first. */
import type { ConversationCursor, ConversationRecord } from '../../engine/ports/conversation-port.ts';
import type { UserId } from '../../engine/ports/identifiers.ts';
import type { Database } from '../database/database.ts';
import type { MemberIds } from './conversation-members.ts';

/** A conversation that holds a message. */
export type ActiveRow = ConversationRecord & { lastMessageAt: Date };

export interface Page {
  after: ConversationCursor | null;
  limit: number;
}

type RangeRow = ActiveRow & { activeSecond: bigint };

interface Condition {
  sql: string;
  values: readonly unknown[];
}

const columns = ['id', 'lowId', 'highId', 'lastSeq', 'rev', 'lastMessageAt', 'activeSecond']
  .map((name) => `c.\`${name}\``)
  .join(', ');
export const newestFirst = 'ORDER BY c.`lastMessageAt` DESC, c.`id` DESC';

/** A scalar subquery is a look-up by the key for each row that the range passes. */
const isListed = `c.\`lastSeq\` > COALESCE((SELECT m.\`archivedSeq\` FROM \`Member\` m
  WHERE m.\`channelId\` = c.\`id\` AND m.\`userId\` = ?), 0)`;

/**
 * The conversations that are not archived. A user is `low` in some conversations and `high` in others, and both in notes to
 * oneself; each half is a range of its own index.
 */
export async function listedOf(database: Database, userId: UserId, page: Page): Promise<ActiveRow[]> {
  const halves = (['lowId', 'highId'] as const).map((side) => newestOn(database, side, userId, page));
  const rows = new Map((await Promise.all(halves)).flat().map((row) => [row.id, row]));
  return [...rows.values()].sort(byActivity).slice(0, page.limit);
}

/** The archived conversations: one range of the member's index, sorted. */
export function archivedOf(database: Database, userId: UserId, { after, limit }: Page): Promise<ActiveRow[]> {
  const { client, dialect } = database;
  const beyond = beyondCursor(database, after);
  const sql = `SELECT ${columns} FROM \`Member\` m ${dialect.joinByKey('`Channel` c')} ON c.\`id\` = m.\`channelId\`
    WHERE m.\`userId\` = ? AND c.\`kind\` = 0 AND m.\`archivedSeq\` > 0 AND m.\`archivedSeq\` >= c.\`lastSeq\` AND ${beyond.sql}
    ${newestFirst} LIMIT ${limit}`;
  return client.$queryRawUnsafe<RangeRow[]>(sql, userId, ...beyond.values);
}

/** The index knows only the second: the newest rows within the last second of a full page need a query of their own. */
async function newestOn(database: Database, side: keyof MemberIds, userId: UserId, page: Page): Promise<ActiveRow[]> {
  const { after, limit } = page;
  const beyond = beyondCursor(database, after);
  const select = (order: string, more: Condition = { sql: '', values: [] }) =>
    database.client.$queryRawUnsafe<RangeRow[]>(
      `SELECT ${columns} FROM \`Channel\` c WHERE c.\`${side}\` = ? AND ${beyond.sql}${more.sql} AND ${isListed}
        ${order} LIMIT ${limit}`,
      ...[userId, ...beyond.values, ...more.values, userId],
    );
  const rows = await select('ORDER BY c.`activeSecond` DESC');
  const last = rows.at(-1)?.activeSecond;
  if (rows.length < limit || last === undefined) return rows;
  const rest = await select(newestFirst, { sql: ' AND c.`activeSecond` = ?', values: [last] });
  return [...rows.filter(({ activeSecond }) => activeSecond !== last), ...rest];
}

export function beyondCursor({ dialect }: Database, after: ConversationCursor | null): Condition {
  if (!after) return { sql: 'c.`activeSecond` IS NOT NULL', values: [] };
  const at = dialect.timestamp(after.lastMessageAt);
  const second = Math.floor(after.lastMessageAt.getTime() / 1_000);
  return {
    sql: 'c.`activeSecond` <= ? AND (c.`lastMessageAt` < ? OR (c.`lastMessageAt` = ? AND c.`id` < ?))',
    values: [second, at, at, after.channelId],
  };
}

export function byActivity(
  a: Pick<ActiveRow, 'id' | 'lastMessageAt'>,
  b: Pick<ActiveRow, 'id' | 'lastMessageAt'>,
): number {
  return b.lastMessageAt.getTime() - a.lastMessageAt.getTime() || (a.id < b.id ? 1 : -1);
}
