/** Lets a session grow older by moving its times in its row, since no clock but the database's counts. */
import { openDatabase } from '../../src/storage/database/open-database.ts';
import type { StorageOptions } from '../../src/storage/stores.ts';

/** Moves all times of the session back by so many milliseconds; `only` its last use, as if nobody had used it since. */
export async function age({ databaseUrl, dataDir }: StorageOptions, id: string, ms: number): Promise<void> {
  const { client } = await openDatabase(databaseUrl, dataDir);
  const row = await client.session.findUniqueOrThrow({ where: { id } });
  const back = (date: Date) => new Date(date.getTime() - ms);
  const { createdAt, lastUsedAt, expiresAt } = row;
  const data = { createdAt: back(createdAt), lastUsedAt: back(lastUsedAt), expiresAt: back(expiresAt) };
  await client.session.update({ where: { id }, data });
  await client.$disconnect();
}
