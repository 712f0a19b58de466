/** The promises of Prisma's calls, which the storage replaces. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import type { OpenDatabase } from '../../src/storage/database/database.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { openStores } from '../../src/storage/stores.ts';
import { describeBackends } from './backends.ts';
import { makeUser } from './fixtures.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;

/** What lives after two collections of the young generation, which end what lived through one; in bytes. */
function bytesAlive(): number {
  for (let time = 0; time < 2; time += 1) collect({ type: 'minor' });
  return process.memoryUsage().heapUsed;
}

describeBackends('a promise of Prisma', (backend) => {
  let database: OpenDatabase;
  before(async () => {
    const place = await backend.makePlace();
    const stores = await openStores(place);
    await makeUser(stores);
    await stores.close();
    database = await openDatabase(place.databaseUrl, place.dataDir);
  });
  after(() => database?.client.$disconnect());

  it('does not keep its result', async () => {
    const { client } = database;
    const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n';
    const read = () => client.$queryRawUnsafe<{ i: bigint }[]>(numbers);
    for (let call = 0; call < 20; call += 1) await read();
    collect();
    const before = bytesAlive();
    for (let call = 0; call < 100; call += 1) await read();
    expect((bytesAlive() - before) / 100).to.be.below(30_000);
  });

  it('starts its call once, when it is first awaited', async () => {
    const { client } = database;
    const increase = () => client.$executeRawUnsafe('UPDATE `User` SET `credentialVersion` = `credentialVersion` + 1');
    increase();
    const awaited = increase();
    expect([await awaited, await awaited, await awaited.finally(() => {})]).to.deep.equal([1, 1, 1]);
    expect(await client.user.findFirst({ select: { credentialVersion: true } })).to.deep.equal({
      credentialVersion: 1,
    });
  });

  it('rejects with the fault, and takes part in a transaction with others', async () => {
    const { client } = database;
    const fault = await client.$queryRawUnsafe('SELECT `nothing` FROM `Nobody`').catch((error: Error) => error);
    expect(fault).to.be.instanceOf(Error);
    expect(await client.$transaction([client.user.count(), client.session.count()])).to.deep.equal([1, 0]);
  });
});
