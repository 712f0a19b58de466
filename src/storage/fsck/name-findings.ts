/** Compares the name prefixes with the display names, and replaces those that differ. */
import { type Database, transact } from '../database/database.ts';
import { isMissingTable } from '../database/database-faults.ts';
import { indexNameOf, prefixesOf } from '../identity/name-index.ts';

export interface NameFinding {
  what: string;
  repaired: boolean;
}

interface IndexedUser {
  id: string;
  username: string;
  displayName: string;
  indexedName: string | null;
  deletedAt: unknown;
}

interface PrefixRow {
  prefix: string;
  username: string;
}

/** Users whose prefixes are compared at once. They have no index by username: each step reads all prefixes once. */
const stepUsers = 20_000;
const faultsMax = 100;
const columns = '`id`, `username`, `displayName`, `indexedName`, `deletedAt`';
const usersSql = `SELECT ${columns} FROM \`User\` WHERE \`username\` > ? ORDER BY \`username\` LIMIT ${stepUsers}`;
const prefixesSql = 'SELECT `prefix`, `username` FROM `NamePrefix` WHERE `username` > ? AND `username` <= ?';

/** A database of an older version has no prefixes. */
export async function findNameFaults(database: Database, repair: boolean): Promise<NameFinding[]> {
  try {
    return await compareAll(database, repair);
  } catch (error) {
    if (isMissingTable(error)) return [];
    throw error;
  }
}

async function compareAll(database: Database, repair: boolean): Promise<NameFinding[]> {
  const { client } = database;
  const faults: NameFinding[] = [];
  for (let after: string | undefined = ''; after !== undefined && faults.length < faultsMax; ) {
    const users: IndexedUser[] = await client.$queryRawUnsafe(usersSql, after);
    const next: string | undefined = users.length < stepUsers ? undefined : users.at(-1)?.username;
    // A tilde sorts after every username.
    const rows = await client.$queryRawUnsafe<PrefixRow[]>(prefixesSql, after, next ?? '~');
    const stored = byUsername(rows);
    for (const user of users) {
      if (fits(user, stored.get(user.username)) || !(await stillDiffers(database, user.id))) continue;
      const what = `the search index of ${user.username} does not fit the display name`;
      faults.push({ what, repaired: repair && (await rebuild(database, user)) });
    }
    const known = new Set(users.map(({ username }) => username));
    for (const username of stored.keys()) {
      if (!known.has(username) && !(await exists(database, username))) {
        faults.push({ what: `the search index has words of ${username}, who does not exist`, repaired: false });
      }
    }
    after = next;
  }
  return faults.slice(0, faultsMax);
}

function byUsername(rows: readonly PrefixRow[]): Map<string, PrefixRow[]> {
  const groups = new Map<string, PrefixRow[]>();
  for (const row of rows) {
    const group = groups.get(row.username);
    if (group) group.push(row);
    else groups.set(row.username, [row]);
  }
  return groups;
}

/** A name that no node has indexed yet is no fault. */
function fits(user: IndexedUser, rows: readonly Pick<PrefixRow, 'prefix'>[] = []): boolean {
  if (user.indexedName !== user.displayName) return true;
  const expected = new Set(prefixesOf(user));
  return rows.length === expected.size && rows.every(({ prefix }) => expected.has(prefix));
}

/** Looks again while the user's row is locked, because the name may have changed between the two statements. */
function stillDiffers(database: Database, id: string): Promise<boolean> {
  const sql = `SELECT ${columns} FROM \`User\` WHERE \`id\` = ? ${database.dialect.lockShared}`;
  return transact(database, async (tx) => {
    const [user] = await tx.$queryRawUnsafe<IndexedUser[]>(sql, id);
    if (!user) return false;
    return !fits(user, await tx.namePrefix.findMany({ where: { username: user.username } }));
  });
}

function rebuild(database: Database, { id, username }: IndexedUser): Promise<boolean> {
  return transact(database, async (tx) => {
    await tx.user.updateMany({ where: { id }, data: { indexedName: null } });
    await tx.namePrefix.deleteMany({ where: { username } });
    await indexNameOf(tx, database.dialect, id);
    return true;
  });
}

const exists = async ({ client }: Database, username: string) =>
  (await client.user.findUnique({ where: { username }, select: { id: true } })) !== null;
