/** Finds users by the start of the username or of the words of the display name, ordered by username. */
import type { UserId } from '../../engine/ports/identifiers.ts';
import type { UserRecord, UserStore } from '../../engine/ports/user-port.ts';
import type { Database } from '../database/database.ts';
import { userColumns } from './user-columns.ts';

/** The only form in the column; comparing other letters or trailing spaces could match too much. */
export const possibleUsername = /^[a-z0-9_.-]{1,32}$/;

/** Users whose other words one statement looks up. Rarer words need one statement in all. */
const comparedAtOnce = 2_000;

/** A cursor that the column can compare: text that is not ASCII sorts after every username with the same start. */
const asAscii = (cursor: string) => cursor.replace(/[^\0-\x7f].*$/su, '\x7f');

type UserQuery = Parameters<UserStore['search']>[0];

interface WordQuery {
  words: readonly string[];
  /** ASCII; empty for the first page. */
  after: string;
  limit: number;
}

export async function searchUsers(database: Database, { name, after, limit }: UserQuery): Promise<UserRecord[]> {
  const { client } = database;
  const from = asAscii(after ?? '');
  const page = { select: userColumns, orderBy: { username: 'asc' }, take: limit } as const;
  // Also without a cursor a range: MariaDB would read and sort the whole table.
  if (name === null || name.username === '') {
    return client.user.findMany({ where: { deletedAt: null, username: { gt: from } }, ...page });
  }
  const { username, words } = name;
  const [byUsername, byWords] = await Promise.all([
    username !== null && possibleUsername.test(username)
      ? client.user.findMany({ where: { deletedAt: null, username: usernamesFrom(username, after) }, ...page })
      : [],
    words.length > 0 ? searchWords(client, { words, after: from, limit }) : [],
  ]);
  return mergeByUsername(byUsername, byWords).slice(0, limit);
}

/** One lower bound only: of two, SQLite would take the one that says less. */
const usernamesFrom = (prefix: string, after: string | null) => ({
  ...(after !== null && after >= prefix ? { gt: asAscii(after) } : { gte: prefix }),
  lt: `${prefix}~`,
});

/** One word is one range of its key, which has the order of the answer. */
const wordSql = `
  SELECT u.\`id\` FROM \`NamePrefix\` p JOIN \`User\` u ON u.\`username\` = p.\`username\`
  WHERE p.\`prefix\` = ? AND p.\`username\` > ? AND u.\`deletedAt\` IS NULL ORDER BY p.\`username\` LIMIT ?`;

async function searchWords(client: Database['client'], query: WordQuery): Promise<UserRecord[]> {
  const { words, after, limit } = query;
  const ids =
    words.length === 1
      ? (await client.$queryRawUnsafe<{ id: UserId }[]>(wordSql, words[0], after, limit)).map(({ id }) => id)
      : await idsOfAll(client, query);
  const where = { id: { in: ids }, deletedAt: null };
  return client.user.findMany({ where, select: userColumns, orderBy: { username: 'asc' }, take: limit });
}

const stepEndSql = `
  SELECT \`username\` FROM \`NamePrefix\` WHERE \`prefix\` = ? AND \`username\` > ?
  ORDER BY \`username\` LIMIT 1 OFFSET ${comparedAtOnce - 1}`;
const has = 'EXISTS (SELECT 1 FROM `NamePrefix` o WHERE o.`prefix` = ? AND o.`username` = p.`username`)';
const stepSql = (others: number) => `
  SELECT u.\`id\` FROM (
    SELECT \`username\` FROM \`NamePrefix\` WHERE \`prefix\` = ? AND \`username\` > ? ORDER BY \`username\` LIMIT ${comparedAtOnce}
  ) AS p JOIN \`User\` u ON u.\`username\` = p.\`username\`
  WHERE u.\`deletedAt\` IS NULL AND ${Array(others).fill(has).join(' AND ')} ORDER BY p.\`username\` LIMIT ?`;

/** Goes through the users of the rarest word in steps, so that no statement takes long however many users there are. */
async function idsOfAll(client: Database['client'], { words, after, limit }: WordQuery): Promise<UserId[]> {
  const [rarest = '', ...others] = await rarestFirst(client, words);
  const ids: UserId[] = [];
  for (let from: string | undefined = after; from !== undefined && ids.length < limit; ) {
    const values = [rarest, from, ...others, limit - ids.length] as const;
    const rows = await client.$queryRawUnsafe<{ id: UserId }[]>(stepSql(others.length), ...values);
    ids.push(...rows.map(({ id }) => id));
    const ends: { username: string }[] = await client.$queryRawUnsafe(stepEndSql, rarest, from);
    from = ends[0]?.username;
  }
  return ids;
}

const countSql = `
  SELECT COUNT(*) AS \`count\` FROM (SELECT 1 FROM \`NamePrefix\` WHERE \`prefix\` = ? LIMIT ${comparedAtOnce}) AS p`;

/** Of words that are all frequent, the longest is likely to be the rarest. */
async function rarestFirst(client: Database['client'], words: readonly string[]): Promise<string[]> {
  const counted = await Promise.all(
    words.map(async (word) => {
      const [row] = await client.$queryRawUnsafe<{ count: number | bigint }[]>(countSql, word);
      return { word, count: Number(row?.count) };
    }),
  );
  return counted.sort((a, b) => a.count - b.count || b.word.length - a.word.length).map(({ word }) => word);
}

function mergeByUsername(...lists: UserRecord[][]): UserRecord[] {
  const users = new Map(lists.flat().map((user) => [user.username, user]));
  return [...users.values()].sort((a, b) => (a.username < b.username ? -1 : 1));
}
