/** The rows of authenticator apps' secrets; each change is one statement that says what has to be true. */
import type { TotpStore } from '../chat/factor-ports.ts';
import type { UserId } from '../chat/ports.ts';
import { Refusal } from '../protocol/refusals.ts';
import { type Database, placeholders, transact } from './database.ts';
import { isDuplicateKey } from './database-faults.ts';
import { changeFactors } from './factor-changes.ts';

export function createTotpStore(database: Database): TotpStore {
  const { client, dialect } = database;
  const { time } = dialect;
  const waiting = '`userId` = ? AND `confirmedAt` IS NULL';
  const inForce = '`userId` = ? AND `confirmedAt` IS NOT NULL';
  const run = async (sql: string, ...values: unknown[]) => (await client.$executeRawUnsafe(sql, ...values)) === 1;

  async function sealedOf(where: string, userId: UserId): Promise<string | null> {
    const sql = `SELECT \`sealed\` FROM \`TotpSecret\` WHERE ${where}`;
    const [row] = await client.$queryRawUnsafe<{ sealed: string }[]>(sql, userId);
    return row?.sealed ?? null;
  }

  async function begin(userId: UserId, sealed: string): Promise<boolean> {
    const insert = `INSERT INTO \`TotpSecret\` (\`userId\`, \`sealed\`, \`createdAt\`) VALUES (?, ?, ${time(0)})`;
    try {
      await transact(database, async (tx) => {
        await tx.$executeRawUnsafe(`DELETE FROM \`TotpSecret\` WHERE ${waiting}`, userId);
        await tx.$executeRawUnsafe(insert, userId, sealed);
      });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  return {
    find: (userId) => sealedOf(inForce, userId),
    findPending: (userId, waitsMs) => sealedOf(`${waiting} AND \`createdAt\` > ${time(-waitsMs)}`, userId),
    begin,
    confirm: (owner, { sealed, step }, codeHashes) =>
      changeFactors(database, owner, codeHashes, async (tx) => {
        const sql = `UPDATE \`TotpSecret\` SET \`confirmedAt\` = ${time(0)}, \`lastStep\` = ? WHERE ${waiting} AND \`sealed\` = ?`;
        if ((await tx.$executeRawUnsafe(sql, step, owner.id, sealed)) === 1) return null;
        throw new Refusal('conflict', 'Another set-up has begun since. Start again to set up an authenticator app.');
      }),
    take: (userId, sealed, step) =>
      run(
        `UPDATE \`TotpSecret\` SET \`lastStep\` = ? WHERE ${inForce} AND \`sealed\` = ? AND \`lastStep\` < ?`,
        ...[step, userId, sealed, step],
      ),
    remove: async (owner) => {
      const { ended } = await changeFactors(database, owner, [], async (tx) => {
        if ((await tx.$executeRawUnsafe(`DELETE FROM \`TotpSecret\` WHERE ${inForce}`, owner.id)) === 1) return;
        throw new Refusal('not_found', 'No authenticator app is set up.');
      });
      return ended;
    },
    sealedByOthers: (keyId, { after, limit }) =>
      client.$queryRawUnsafe(
        'SELECT `userId`, `sealed` FROM `TotpSecret` WHERE `userId` > ? AND SUBSTR(`sealed`, 1, ?) <> ? ORDER BY `userId` LIMIT ?',
        ...[after, keyId.length, keyId, limit],
      ),
    reseal: async (secrets) => {
      const cases = 'WHEN `userId` = ? AND `sealed` = ? THEN ? '.repeat(secrets.length);
      const sql = `UPDATE \`TotpSecret\` SET \`sealed\` = CASE ${cases}ELSE \`sealed\` END WHERE \`userId\` IN (${placeholders(secrets.length)})`;
      const places = secrets.flatMap(({ userId, from, to }) => [userId, from, to]);
      await client.$executeRawUnsafe(sql, ...places, ...secrets.map(({ userId }) => userId));
    },
  };
}
