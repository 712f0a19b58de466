/** Keeps the table of name prefixes in step with the display names, in the transaction that writes a name. */
import type { UserId } from '../../engine/ports/identifiers.ts';
import { namePrefixes } from '../../protocol/name-words.ts';
import { type Database, placeholders, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { Dialect } from '../database/dialect.ts';

interface NamedUser {
  username: string;
  displayName: string;
}

/** A user whose row the transaction holds. */
interface IndexedUser extends NamedUser {
  id: UserId;
  indexedName: string | null;
  deletedAt: unknown;
}

const columns = '`id`, `username`, `displayName`, `indexedName`, `deletedAt`';
/** A statement adds at most so many rows, which is more than one name has. */
const rowsMax = 1_000;

/** The words by which a search finds the user; none of a deleted account. */
export const prefixesOf = ({ displayName, deletedAt }: Pick<IndexedUser, 'displayName' | 'deletedAt'>) =>
  deletedAt === null ? namePrefixes(displayName) : [];

/** Adds the prefixes of these names. Prefixes that are there stay. */
export async function addPrefixes(tx: Transaction, dialect: Dialect, users: readonly NamedUser[]): Promise<void> {
  const rows = users.flatMap(({ username, displayName }) =>
    namePrefixes(displayName).map((prefix) => [prefix, username]),
  );
  for (let from = 0; from < rows.length; from += rowsMax) {
    const values = rows.slice(from, from + rowsMax);
    const sql = `${dialect.insertIgnore} \`NamePrefix\` (\`prefix\`, \`username\`) VALUES ${placeholders(values.length, 2)}`;
    await tx.$executeRawUnsafe(sql, ...values.flat());
  }
}

/** Indexes the name of one user, after the transaction has written it and so holds the row. */
export async function indexNameOf(tx: Transaction, dialect: Dialect, id: UserId): Promise<void> {
  const sql = `SELECT ${columns} FROM \`User\` WHERE \`id\` = ?`;
  await indexNames(tx, dialect, await tx.$queryRawUnsafe<IndexedUser[]>(sql, id));
}

/** Indexes names that nodes of an earlier version have stored, and that were there before this table. */
export function indexWaitingNames(database: Database, limit: number): Promise<number> {
  const { dialect } = database;
  const sql = `SELECT ${columns} FROM \`User\` WHERE \`unindexed\` = 1 LIMIT ? ${dialect.lockFreeRows}`;
  return retryContention(() =>
    transact(database, async (tx) => {
      const users = await tx.$queryRawUnsafe<IndexedUser[]>(sql, limit);
      await indexNames(tx, dialect, users);
      return users.length;
    }),
  );
}

async function indexNames(tx: Transaction, dialect: Dialect, users: readonly IndexedUser[]): Promise<void> {
  if (users.length === 0) return;
  for (const user of users) await removePrefixes(tx, user);
  await addPrefixes(
    tx,
    dialect,
    users.filter(({ deletedAt }) => deletedAt === null),
  );
  const sql = `UPDATE \`User\` SET \`indexedName\` = \`displayName\` WHERE \`id\` IN (${placeholders(users.length)})`;
  await tx.$executeRawUnsafe(sql, ...users.map(({ id }) => id));
}

/** Removes the prefixes of the earlier name that the present one does not have. */
async function removePrefixes(tx: Transaction, user: IndexedUser): Promise<void> {
  if (user.indexedName === null) return;
  const kept = new Set(prefixesOf(user));
  const old = namePrefixes(user.indexedName).filter((prefix) => !kept.has(prefix));
  if (old.length === 0) return;
  const sql = `DELETE FROM \`NamePrefix\` WHERE \`prefix\` IN (${placeholders(old.length)}) AND \`username\` = ?`;
  await tx.$executeRawUnsafe(sql, ...old, user.username);
}
