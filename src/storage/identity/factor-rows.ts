/** Rows of an account's factors: checks for any, replaces the recovery codes, erases everything. */
import type { UserId } from '../../engine/ports/identifiers.ts';
import { placeholders, type Transaction } from '../database/database.ts';

const tables = ['TotpSecret', 'RecoveryCode', 'Passkey', 'Challenge'];

/** Also erases factors that are not confirmed yet, and open challenges. */
export async function eraseFactorRows(tx: Transaction, userId: UserId): Promise<void> {
  for (const table of tables) await tx.$executeRawUnsafe(`DELETE FROM \`${table}\` WHERE \`userId\` = ?`, userId);
}

/** Whether the account signs in with a second factor. */
export async function hasFactor(tx: Transaction, userId: UserId): Promise<boolean> {
  const app = await tx.totpSecret.count({ where: { userId, confirmedAt: { not: null } } });
  return app > 0 || (await tx.passkey.count({ where: { userId } })) > 0;
}

export async function replaceCodeRows(tx: Transaction, userId: UserId, hashes: readonly string[]): Promise<void> {
  await tx.$executeRawUnsafe('DELETE FROM `RecoveryCode` WHERE `userId` = ?', userId);
  if (hashes.length === 0) return;
  const insert = `INSERT INTO \`RecoveryCode\` (\`userId\`, \`codeHash\`) VALUES ${placeholders(hashes.length, 2)}`;
  await tx.$executeRawUnsafe(insert, ...hashes.flatMap((hash) => [userId, hash]));
}
