/** Stores the secrets of authenticator apps; each change is one statement with its conditions. */

import type { UserId } from '../../engine/ports/identifiers.ts';
import type { TotpStore } from '../../engine/ports/totp-port.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { type Database, placeholders, transact } from '../database/database.ts';
import { isDuplicateKey } from '../database/database-faults.ts';
import { changeFactors } from './factor-changes.ts';

export function createTotpStore(database: Database): TotpStore {
  const { client, dialect } = database;
  const { time } = dialect;
  const waiting = '`userId` = ? AND `confirmedAt` IS NULL';
  const inForce = '`userId` = ? AND `confirmedAt` IS NOT NULL';
  const run = async (sql: string, ...values: unknown[]) => (await client.$executeRawUnsafe(sql, ...values)) === 1;

  async function encryptedOf(where: string, userId: UserId): Promise<string | null> {
    const sql = `SELECT \`sealed\` AS \`encrypted\` FROM \`TotpSecret\` WHERE ${where}`;
    const [row] = await client.$queryRawUnsafe<{ encrypted: string }[]>(sql, userId);
    return row?.encrypted ?? null;
  }

  async function begin(userId: UserId, encrypted: string): Promise<boolean> {
    const insert = `INSERT INTO \`TotpSecret\` (\`userId\`, \`sealed\`, \`createdAt\`) VALUES (?, ?, ${time(0)})`;
    try {
      await transact(database, async (tx) => {
        await tx.$executeRawUnsafe(`DELETE FROM \`TotpSecret\` WHERE ${waiting}`, userId);
        await tx.$executeRawUnsafe(insert, userId, encrypted);
      });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  return {
    find: (userId) => encryptedOf(inForce, userId),
    findPending: (userId, waitsMs) => encryptedOf(`${waiting} AND \`createdAt\` > ${time(-waitsMs)}`, userId),
    begin,
    confirm: (owner, { encrypted, step }, codeHashes) =>
      changeFactors(database, owner, codeHashes, async (tx) => {
        const sql = `UPDATE \`TotpSecret\` SET \`confirmedAt\` = ${time(0)}, \`lastStep\` = ? WHERE ${waiting} AND \`sealed\` = ?`;
        if ((await tx.$executeRawUnsafe(sql, step, owner.id, encrypted)) === 1) return null;
        throw new Refusal('conflict', 'Another set-up has begun since. Start again to set up an authenticator app.');
      }),
    take: (userId, encrypted, step) =>
      run(
        `UPDATE \`TotpSecret\` SET \`lastStep\` = ? WHERE ${inForce} AND \`sealed\` = ? AND \`lastStep\` < ?`,
        ...[step, userId, encrypted, step],
      ),
    remove: async (owner) => {
      const { ended } = await changeFactors(database, owner, [], async (tx) => {
        if ((await tx.$executeRawUnsafe(`DELETE FROM \`TotpSecret\` WHERE ${inForce}`, owner.id)) === 1) return;
        throw new Refusal('not_found', 'No authenticator app is set up.');
      });
      return ended;
    },
    encryptedByOthers: (keyId, { after, limit }) =>
      client.$queryRawUnsafe(
        'SELECT `userId`, `sealed` AS `encrypted` FROM `TotpSecret` WHERE `userId` > ? AND SUBSTR(`sealed`, 1, ?) <> ? ORDER BY `userId` LIMIT ?',
        ...[after, keyId.length, keyId, limit],
      ),
    replaceEncrypted: async (secrets) => {
      const cases = 'WHEN `userId` = ? AND `sealed` = ? THEN ? '.repeat(secrets.length);
      const sql = `UPDATE \`TotpSecret\` SET \`sealed\` = CASE ${cases}ELSE \`sealed\` END WHERE \`userId\` IN (${placeholders(secrets.length)})`;
      const places = secrets.flatMap(({ userId, from, to }) => [userId, from, to]);
      await client.$executeRawUnsafe(sql, ...places, ...secrets.map(({ userId }) => userId));
    },
  };
}
