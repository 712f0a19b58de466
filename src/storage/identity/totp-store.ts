/** Stores the secrets of authenticator apps; each change is one statement with its conditions. */

import type { UserId } from '../../engine/ports/identifiers.ts';
import type { TotpStore } from '../../engine/ports/totp-port.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { type Database, placeholders, type Transaction, transact } from '../database/database.ts';
import { isDuplicateKey } from '../database/database-faults.ts';
import { changeFactors } from './factor-changes.ts';

const pending = '`userId` = ? AND `confirmedAt` IS NULL';
const inForce = '`userId` = ? AND `confirmedAt` IS NOT NULL';

export function createTotpStore(database: Database): TotpStore {
  const { client } = database;
  const { time } = database.dialect;
  return {
    find: (userId) => encryptedOf(database, inForce, userId),
    findPending: (userId, waitsMs) => encryptedOf(database, `${pending} AND \`createdAt\` > ${time(-waitsMs)}`, userId),
    begin: (userId, encrypted) => begin(database, userId, encrypted),
    confirm: (owner, secret, codeHashes) =>
      changeFactors(database, owner, codeHashes, (tx) => confirm(tx, time(0), owner.id, secret)),
    take: async (userId, encrypted, step) => {
      const sql = `UPDATE \`TotpSecret\` SET \`lastStep\` = ? WHERE ${inForce} AND \`sealed\` = ? AND \`lastStep\` < ?`;
      return (await client.$executeRawUnsafe(sql, step, userId, encrypted, step)) === 1;
    },
    remove: async (owner) => (await changeFactors(database, owner, [], (tx) => remove(tx, owner.id))).ended,
    encryptedByOthers: (keyId, { after, limit }) =>
      client.$queryRawUnsafe(
        'SELECT `userId`, `sealed` AS `encrypted` FROM `TotpSecret` WHERE `userId` > ? AND SUBSTR(`sealed`, 1, ?) <> ? ORDER BY `userId` LIMIT ?',
        ...[after, keyId.length, keyId, limit],
      ),
    replaceEncrypted: (secrets) => replaceEncrypted(database, secrets),
  };
}

async function encryptedOf({ client }: Database, where: string, userId: UserId): Promise<string | null> {
  const sql = `SELECT \`sealed\` AS \`encrypted\` FROM \`TotpSecret\` WHERE ${where}`;
  const [row] = await client.$queryRawUnsafe<{ encrypted: string }[]>(sql, userId);
  return row?.encrypted ?? null;
}

async function begin(database: Database, userId: UserId, encrypted: string): Promise<boolean> {
  const now = database.dialect.time(0);
  const insert = `INSERT INTO \`TotpSecret\` (\`userId\`, \`sealed\`, \`createdAt\`) VALUES (?, ?, ${now})`;
  try {
    await transact(database, async (tx) => {
      await tx.$executeRawUnsafe(`DELETE FROM \`TotpSecret\` WHERE ${pending}`, userId);
      await tx.$executeRawUnsafe(insert, userId, encrypted);
    });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

async function confirm(
  tx: Transaction,
  now: string,
  userId: UserId,
  { encrypted, step }: { encrypted: string; step: number },
): Promise<null> {
  const sql = `UPDATE \`TotpSecret\` SET \`confirmedAt\` = ${now}, \`lastStep\` = ? WHERE ${pending} AND \`sealed\` = ?`;
  if ((await tx.$executeRawUnsafe(sql, step, userId, encrypted)) === 1) return null;
  throw new Refusal('conflict', 'Another set-up has begun since. Start again to set up an authenticator app.');
}

async function remove(tx: Transaction, userId: UserId): Promise<void> {
  if ((await tx.$executeRawUnsafe(`DELETE FROM \`TotpSecret\` WHERE ${inForce}`, userId)) === 1) return;
  throw new Refusal('not_found', 'No authenticator app is set up.');
}

async function replaceEncrypted(
  { client }: Database,
  secrets: Parameters<TotpStore['replaceEncrypted']>[0],
): Promise<void> {
  const cases = 'WHEN `userId` = ? AND `sealed` = ? THEN ? '.repeat(secrets.length);
  const sql = `UPDATE \`TotpSecret\` SET \`sealed\` = CASE ${cases}ELSE \`sealed\` END WHERE \`userId\` IN (${placeholders(secrets.length)})`;
  const places = secrets.flatMap(({ userId, from, to }) => [userId, from, to]);
  await client.$executeRawUnsafe(sql, ...places, ...secrets.map(({ userId }) => userId));
}
