/** Migrations: each is applied once, by one of several nodes, and recorded as Prisma records it. */
import { expect } from 'chai';
import type { Database } from '../../src/storage/database/database.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { migrateOnly, openStores, type StorageOptions } from '../../src/storage/stores.ts';
import { describeBackends } from './backends.ts';

describeBackends('migrations', (backend) => {
  async function withDatabase<T>({ databaseUrl, dataDir }: StorageOptions, work: (one: Database) => Promise<T>) {
    const database = await openDatabase(databaseUrl, dataDir);
    try {
      return await work(database);
    } finally {
      await database.client.$disconnect();
    }
  }

  const change = (place: StorageOptions, sql: string) =>
    withDatabase(place, ({ client }) => client.$executeRawUnsafe(sql));
  const reasonOf = (work: Promise<unknown>) => work.then(() => 'none').catch((error: Error) => error.message);

  it('applies all migrations to an empty database, and none the second time', async () => {
    const place = await backend.makePlace();
    const applied = await migrateOnly(place);
    expect(applied.length).to.be.above(0);
    expect(applied).to.deep.equal(applied.toSorted());
    expect(await migrateOnly(place)).to.deep.equal([]);
    await (await openStores(place)).close();
    expect(await migrateOnly(place)).to.deep.equal([]);
  });

  it('applies each migration once when three nodes start at once', async () => {
    const place = await backend.makePlace();
    const starts = await Promise.allSettled([1, 2, 3].map(() => migrateOnly(place)));
    const applied = starts.filter((start) => start.status === 'fulfilled').map((start) => start.value);
    // An SQLite file belongs to one process, so others may fail to start. On a server all of them start.
    if (place.databaseUrl !== null) expect(applied).to.have.length(3);
    expect(applied.filter((names) => names.length > 0)).to.have.length(1);
    const rows = await withDatabase(place, ({ client }) =>
      client.$queryRawUnsafe<{ name: string }[]>('SELECT migration_name AS name FROM `_prisma_migrations` ORDER BY 1'),
    );
    expect(rows.map(({ name }) => name)).to.deep.equal(applied.flat());
    expect(await migrateOnly(place)).to.deep.equal([]);
  });

  it('records finished migrations in the columns of Prisma’s own table', async () => {
    const place = await backend.makePlace();
    const [first] = await migrateOnly(place);
    const rows = await withDatabase(place, ({ client }) =>
      client.$queryRawUnsafe<Record<string, unknown>[]>('SELECT * FROM `_prisma_migrations`'),
    );
    const row = rows.find(({ migration_name: name }) => name === first) ?? {};
    expect(row).to.have.all.keys(
      'id',
      'checksum',
      'finished_at',
      'migration_name',
      'logs',
      'rolled_back_at',
      'started_at',
      'applied_steps_count',
    );
    expect(row.id).to.match(/^[0-9a-f-]{36}$/);
    expect(row.checksum).to.match(/^[0-9a-f]{64}$/);
    expect(row.finished_at).not.to.equal(null);
    expect([row.logs, row.rolled_back_at, Number(row.applied_steps_count)]).to.deep.equal([null, null, 1]);
  });

  it('refuses to start when the text of an applied migration has changed', async () => {
    const place = await backend.makePlace();
    const [name] = await migrateOnly(place);
    await change(place, `UPDATE \`_prisma_migrations\` SET \`checksum\` = '${'0'.repeat(64)}'`);
    const reason = `Migration ${name} was changed after it had been applied.`;
    expect(await reasonOf(migrateOnly(place))).to.equal(reason);
    expect(await reasonOf(openStores(place))).to.equal(reason);
  });

  it('refuses to start after a migration that failed half-way, and says what to do', async () => {
    const place = await backend.makePlace();
    const [name] = await migrateOnly(place);
    await change(place, 'UPDATE `_prisma_migrations` SET `finished_at` = NULL');
    const reason = await reasonOf(migrateOnly(place));
    expect(reason).to.contain(name).and.to.contain('_prisma_migrations');
    await change(place, 'UPDATE `_prisma_migrations` SET `rolled_back_at` = CURRENT_TIMESTAMP');
    expect(await reasonOf(migrateOnly(place)), 'rolled back, but the tables exist').to.not.equal('none');
  });

  it('refuses to start on the database of a newer version, names the migration and says what to do', async () => {
    const place = await backend.makePlace();
    await (await openStores(place)).close();
    await change(
      place,
      `INSERT INTO \`_prisma_migrations\` (\`id\`, \`checksum\`, \`migration_name\`, \`finished_at\`)
      VALUES ('of the future', '', '29990101000000_of_the_future', CURRENT_TIMESTAMP)`,
    );
    const reason = await reasonOf(openStores(place));
    expect(reason).to.contain('29990101000000_of_the_future').and.to.contain('newer version').and.to.contain('backup');
    await change(place, "UPDATE `_prisma_migrations` SET `rolled_back_at` = CURRENT_TIMESTAMP WHERE `checksum` = ''");
    await (await openStores(place)).close();
  });

  it('keeps the stored rows when a node starts again', async () => {
    const place = await backend.makePlace();
    const first = await openStores(place);
    const account = { username: 'stays', displayName: 'Stays', nameKey: 'stays', passwordHash: 'none' };
    const user = await first.users.create(account);
    await first.close();
    const second = await openStores(place);
    expect(await second.users.findByIds([user.id])).to.deep.equal([user]);
    await second.close();
  });
});
