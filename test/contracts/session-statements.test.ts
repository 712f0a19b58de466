/** Statements of the session store: rare records of use, few statements, answers of ending many sessions. */

import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { SessionId } from '../../src/engine/ports/identifiers.ts';
import type { SessionStore } from '../../src/engine/ports/session-port.ts';
import type { Database } from '../../src/storage/database/database.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { newId } from '../../src/storage/database/row-ids.ts';
import { createSessionStore } from '../../src/storage/identity/session-store.ts';
import { describeStores } from './backends.ts';
import { makeUser } from './fixtures.ts';
import { age } from './session-rows.ts';

const minute = 60_000;
const hour = 60 * minute;
const life = { idleMs: 2 * hour, noteEveryMs: minute };

describeStores('statements of the session store', (stores, place) => {
  /** A new store for each test: its creation is part of the test. */
  let store: SessionStore;
  let database: Database;
  /** The values of each statement, reading and writing ones. */
  let reads: unknown[][];
  let writes: unknown[][];
  beforeEach(async () => {
    const { databaseUrl, dataDir } = place();
    database = await openDatabase(databaseUrl, dataDir);
    const { client, dialect } = database;
    const listened = {
      $queryRawUnsafe(sql: string, ...values: unknown[]) {
        reads.push(values);
        return client.$queryRawUnsafe(sql, ...values);
      },
      $executeRawUnsafe(sql: string, ...values: unknown[]) {
        writes.push(values);
        return client.$executeRawUnsafe(sql, ...values);
      },
    };
    store = createSessionStore({ client: listened as unknown as Database['client'], dialect });
    forget();
  });
  afterEach(() => database?.client.$disconnect());
  function forget(): void {
    reads = [];
    writes = [];
  }

  async function make({ userId = '', lifeMs = 10 * hour } = {}) {
    const owner = userId || (await makeUser(stores())).id;
    const secretHash = randomBytes(32).toString('base64url');
    const session = { secretHash, userId: owner, credentialVersion: 0, ip: '127.0.0.1', userAgent: 'mocha' };
    const id = (await store.create(session, lifeMs)) ?? '';
    forget();
    return { id, userId: owner, secretHash };
  }
  const find = async (secretHash: string) => (await store.find([secretHash], life)).get(secretHash) ?? null;
  /** Reads without a record of use. */
  const usedAt = async ({ id, userId }: { id: SessionId; userId: string }) => {
    const [session] = await store.list(userId, { first: id, idleMs: life.idleMs, limit: 1 });
    expect(session?.id).to.equal(id);
    return session?.lastUsedAt.getTime() ?? 0;
  };

  it('writes nothing on a look-up while the last record of use is fresh', async () => {
    const session = await make();
    await age(place(), session.id, 50_000);
    for (let asked = 0; asked < 3; asked += 1) expect(await find(session.secretHash)).to.include({ id: session.id });
    expect(writes).to.deep.equal([]);
    await age(place(), session.id, 11_000);
    await find(session.secretHash);
    expect(writes, 'stale').to.deep.equal([[session.id]]);
    await find(session.secretHash);
    expect(writes, 'fresh again').to.have.length(1);
  });

  it('records the use of only the stale sessions in a look-up of many', async () => {
    const [fresh, stale] = [await make(), await make()];
    await age(place(), stale.id, 2 * minute);
    const found = await store.find([fresh.secretHash, stale.secretHash, 'of nobody'], life);
    expect([...found.keys()]).to.have.members([fresh.secretHash, stale.secretHash]);
    expect(writes).to.deep.equal([[stale.id]]);
  });

  it('records use at most once in the interval, from any caller', async () => {
    const session = await make();
    await age(place(), session.id, 50_000);
    const before = await usedAt(session);
    await store.touch([session.id], life);
    expect(await usedAt(session), 'within the minute').to.equal(before);
    await age(place(), session.id, 11_000);
    await store.touch([session.id], life);
    expect(await usedAt(session), 'after it').to.be.above(before);
  });

  it('records the use of thousands in statements of at most five hundred, and of none in no statement', async () => {
    const some = [await make(), await make(), await make()];
    for (const { id } of some) await age(place(), id, hour);
    const before = await Promise.all(some.map(usedAt));
    const ids = Array.from({ length: 1_001 }, newId);
    for (const [index, { id }] of some.entries()) ids[index * 500] = id;
    await store.touch(ids, life);
    expect(writes.map((values) => values.length)).to.deep.equal([500, 500, 1]);
    expect(writes.flat()).to.deep.equal(ids);
    for (const [index, session] of some.entries()) {
      expect(await usedAt(session), `of ${index * 500}`).to.be.above(before[index] ?? 0);
    }
    forget();
    await store.touch(ids.slice(0, 500), life);
    expect(writes, 'a full page').to.have.length(1);
    forget();
    await store.touch([], life);
    expect(writes).to.deep.equal([]);
  });

  it('answers the user of a session', async () => {
    const user = await makeUser(stores(), { displayName: 'Ünïcode 😀' });
    const { secretHash } = await make({ userId: user.id });
    expect((await find(secretHash))?.user).to.deep.equal(user);
  });

  it('creates a session only for the credentials that were proved', async () => {
    const { id: userId } = await makeUser(stores());
    const open = (credentialVersion: number, by = userId) => {
      const secretHash = randomBytes(32).toString('base64url');
      return store.create({ secretHash, userId: by, credentialVersion, ip: '', userAgent: '' }, hour);
    };
    expect([await open(1), await open(-1), await open(0, 'nobody')]).to.deep.equal([null, null, null]);
    expect(await open(0)).to.match(/^[\w-]{16}$/);
  });

  it('queries only with values that the columns can hold', async () => {
    const { id, userId } = await make();
    for (const odd of ['', `${id} `, `${id}x`, id.slice(1), 'ünïcode-session!', "' OR 1=1 --"]) {
      expect(await store.endOwn(userId, odd, life.idleMs), odd).to.equal(false);
      expect(await store.addressesOf(`${odd}!`), odd).to.deep.equal([]);
    }
    expect([...reads, ...writes]).to.deep.equal([]);
    expect(await store.endOwn(userId, id, life.idleMs)).to.equal(true);
  });

  it('answers the live sessions that it ended, without the kept one', async () => {
    const kept = await make();
    const { userId } = kept;
    const [one, two, ended, expired] = [
      await make({ userId }),
      await make({ userId }),
      await make({ userId }),
      await make({ userId, lifeMs: hour }),
    ];
    const stranger = await make();
    await store.end(ended.id);
    await age(place(), expired.id, hour + minute);
    expect(await store.endOthers(userId, kept.id)).to.have.members([one.id, two.id]);
    expect(await store.endOthers(userId, kept.id), 'again').to.deep.equal([]);
    const found = await Promise.all([kept, one, two, stranger].map(({ secretHash }) => find(secretHash)));
    expect(found.map((session) => session?.id)).to.deep.equal([kept.id, undefined, undefined, stranger.id]);
  });

  it('answers all ended sessions when none is kept', async () => {
    const one = await make();
    const two = await make({ userId: one.userId });
    expect(await stores().credentials.resetPassword(one.userId, 'another hash', hour)).to.have.members([
      one.id,
      two.id,
    ]);
    expect([await find(one.secretHash), await find(two.secretHash)]).to.deep.equal([null, null]);
  });

  it('answers how many sessions it purged', async () => {
    const [ended, living] = [await make({ lifeMs: hour }), await make()];
    await store.purge(hour);
    await age(place(), ended.id, 3 * hour);
    expect([await store.purge(hour), await store.purge(hour)]).to.deep.equal([1, 0]);
    expect(await find(living.secretHash)).to.include({ id: living.id });
  });
});
