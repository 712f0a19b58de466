/** All that an account has beside its password, erased at once. */
import type { UserId } from '../chat/ports.ts';
import type { Transaction } from './database.ts';

const tables = ['TotpSecret', 'RecoveryCode', 'Passkey', 'Challenge'];

/** What waits to be set up, or to be answered, goes too. */
export async function eraseFactorRows(tx: Transaction, userId: UserId): Promise<void> {
  for (const table of tables) await tx.$executeRawUnsafe(`DELETE FROM \`${table}\` WHERE \`userId\` = ?`, userId);
}
