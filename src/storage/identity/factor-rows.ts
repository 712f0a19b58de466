/** All that an account has beside its password: whether there is any, its recovery codes, and its end. */
import type { UserId } from '../../engine/ports/identifiers.ts';
import { placeholders, type Transaction } from '../database/database.ts';

const tables = ['TotpSecret', 'RecoveryCode', 'Passkey', 'Challenge'];

/** What waits to be set up, or to be answered, goes too. */
export async function eraseFactorRows(tx: Transaction, userId: UserId): Promise<void> {
  for (const table of tables) await tx.$executeRawUnsafe(`DELETE FROM \`${table}\` WHERE \`userId\` = ?`, userId);
}

/** Whether the password alone no longer signs in. */
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
