/** Ages a session by moving the times in its row: only the database's clock counts. */
import { openDatabase } from '../../src/storage/database/open-database.ts';
import type { StorageOptions } from '../../src/storage/stores.ts';

/** Moves all times of the session back by `ms`. */
export async function age({ databaseUrl, dataDir }: StorageOptions, id: string, ms: number): Promise<void> {
  const { client } = await openDatabase(databaseUrl, dataDir);
  const row = await client.session.findUniqueOrThrow({ where: { id } });
  const back = (date: Date) => new Date(date.getTime() - ms);
  const { createdAt, lastUsedAt, expiresAt } = row;
  const data = { createdAt: back(createdAt), lastUsedAt: back(lastUsedAt), expiresAt: back(expiresAt) };
  await client.session.update({ where: { id }, data });
  await client.$disconnect();
}
