/** Finds users by the start of username or display name, ordered by username. */
import type { UserId } from '../../engine/ports/identifiers.ts';
import type { UserRecord, UserStore } from '../../engine/ports/user-port.ts';
import type { Database } from '../database/database.ts';

export const userColumns = { id: true, username: true, displayName: true, lastSeenAt: true } as const;

/** The only form in the column; comparing other letters or trailing spaces could match too much. */
export const possibleUsername = /^[a-z0-9_.-]{1,32}$/;

/** More display names than this with one start are not sorted: 18 ms for 100,000. */
const sortedMax = 10_000;
/** Users whose names one statement compares, in the order of their usernames. */
const comparedAtOnce = 2_000;

/** A cursor that the column can compare: text that is not ASCII sorts after every username with the same start. */
const asAscii = (cursor: string) => cursor.replace(/[^\0-\x7f].*$/su, '\x7f');

/** Sorts after every text with this prefix, in the byte order of both databases. */
const endOf = (prefix: string) => `${prefix}\u{10FFFF}`;

type UserQuery = Parameters<UserStore['search']>[0];

interface NameQuery {
  prefix: string;
  /** ASCII; empty for the first page. */
  after: string;
  limit: number;
}

export async function searchUsers(database: Database, { prefix, after, limit }: UserQuery): Promise<UserRecord[]> {
  const from = asAscii(after ?? '');
  const query = { select: userColumns, orderBy: { username: 'asc' }, take: limit } as const;
  // Also without a cursor a range: MariaDB would read and sort the whole table.
  if (prefix === '')
    return database.client.user.findMany({ where: { deletedAt: null, username: { gt: from } }, ...query });
  const [byUsername, byName] = await Promise.all([
    possibleUsername.test(prefix)
      ? database.client.user.findMany({ where: { deletedAt: null, username: usernamesFrom(prefix, after) }, ...query })
      : [],
    searchNames(database, { prefix, after: from, limit }),
  ]);
  return mergeByUsername(byUsername, byName).slice(0, limit);
}

/** One lower bound only: of two, SQLite would take the one that says less. */
const usernamesFrom = (prefix: string, after: string | null) => ({
  ...(after !== null && after >= prefix ? { gt: asAscii(after) } : { gte: prefix }),
  lt: `${prefix}~`,
});

const beyondSql = `
  SELECT 1 FROM \`User\` WHERE \`nameKey\` >= ? AND \`nameKey\` < ? ORDER BY \`nameKey\` LIMIT 1 OFFSET ${sortedMax}`;

/** Few names are one range of their index. Among many, users in the order of the answer soon hold enough of them. */
async function searchNames({ client }: Database, query: NameQuery): Promise<UserRecord[]> {
  const { prefix, after, limit } = query;
  const nameKey = { gte: prefix, lt: endOf(prefix) };
  const beyond: unknown[] = await client.$queryRawUnsafe(beyondSql, nameKey.gte, nameKey.lt);
  const page = { select: userColumns, orderBy: { username: 'asc' }, take: limit } as const;
  if (beyond.length === 0) {
    return client.user.findMany({ where: { deletedAt: null, username: { gt: after }, nameKey }, ...page });
  }
  const id = { in: await idsInOrder(client, query) };
  return client.user.findMany({ where: { id, deletedAt: null }, ...page });
}

const stepEndSql = `
  SELECT \`username\` FROM \`User\` WHERE \`username\` > ? ORDER BY \`username\` LIMIT 1 OFFSET ${comparedAtOnce - 1}`;
const stepSql = `
  SELECT \`id\` FROM (
    SELECT \`id\`, \`username\`, \`nameKey\`, \`deletedAt\` FROM \`User\`
    WHERE \`username\` > ? ORDER BY \`username\` LIMIT ${comparedAtOnce}
  ) AS \`step\`
  WHERE \`nameKey\` >= ? AND \`nameKey\` < ? AND \`deletedAt\` IS NULL ORDER BY \`username\` LIMIT ?`;

async function idsInOrder(client: Database['client'], { prefix, after, limit }: NameQuery): Promise<UserId[]> {
  const ids: UserId[] = [];
  for (let from: string | undefined = after; from !== undefined && ids.length < limit; ) {
    const values = [from, prefix, endOf(prefix), limit - ids.length] as const;
    const rows = await client.$queryRawUnsafe<{ id: UserId }[]>(stepSql, ...values);
    const ends: { username: string }[] = await client.$queryRawUnsafe(stepEndSql, from);
    ids.push(...rows.map(({ id }) => id));
    from = ends[0]?.username;
  }
  return ids;
}

function mergeByUsername(...lists: UserRecord[][]): UserRecord[] {
  const users = new Map(lists.flat().map((user) => [user.username, user]));
  return [...users.values()].sort((a, b) => (a.username < b.username ? -1 : 1));
}
