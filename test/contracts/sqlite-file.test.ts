/** The SQLite file: complete after a clean stop, private, and never written to after it was removed. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect } from 'chai';
import { deleteRule, editRule } from '../../src/engine/conversations/change-rules.ts';
import { createSqliteConnection } from '../../src/storage/database/sqlite-connection.ts';
import { sqliteFile } from '../../src/storage/database/sqlite-files.ts';
import { openStores } from '../../src/storage/stores.ts';
import { makeFolder } from '../support/temporary-folder.ts';
import { codeOf, makePair, makeUser, newMessageOf } from './fixtures.ts';

describe('the SQLite file of the stores', () => {
  const newPlace = () => ({ databaseUrl: null, dataDir: makeFolder('file') });

  it('holds everything by itself after a clean stop, even while another process has it open', async () => {
    const place = newPlace();
    const stores = await openStores(place);
    const other = new DatabaseSync(sqliteFile(place.dataDir));
    other.prepare('SELECT COUNT(*) FROM `User`').get();
    const user = await makeUser(stores);
    await stores.close();
    const copy = newPlace();
    copyFileSync(sqliteFile(place.dataDir), sqliteFile(copy.dataDir));
    other.close();
    const restored = await openStores(copy);
    expect(await restored.users.findByIds([user.id])).to.deep.equal([user]);
    await restored.close();
  });

  it('is readable by its owner only, with its neighbours, also in an older folder', async function () {
    if (process.platform === 'win32') this.skip();
    const place = { databaseUrl: null, dataDir: join(makeFolder('file'), 'open') };
    mkdirSync(place.dataDir, { mode: 0o755 });
    writeFileSync(sqliteFile(place.dataDir), '');
    chmodSync(sqliteFile(place.dataDir), 0o644);
    const stores = await openStores(place);
    await makeUser(stores);
    for (const suffix of ['', '-wal', '-shm']) {
      expect((statSync(sqliteFile(place.dataDir) + suffix).mode & 0o777).toString(8), suffix).to.equal('600');
    }
    await stores.close();
  });

  it('holds nothing of a deleted message after a clean stop, in no free page and no free space', async () => {
    const place = newPlace();
    const stores = await openStores(place);
    const { conversation, one, sessionId } = await makePair(stores);
    const target = { channelId: conversation.id, seq: 1, userId: one.id, sessionId };
    const secrets = ['secret-as-sent', 'secret-as-edited'].map((text) => `${text} `.repeat(200));
    await stores.messages.append({ ...(await newMessageOf(stores, conversation.id, one.id, secrets[0])) });
    await stores.changes.change(target, editRule(one.id, secrets[1] as string), () => {});
    await stores.changes.change(target, deleteRule(one.id), () => {});
    await stores.close();
    const bytes = readFileSync(sqliteFile(place.dataDir));
    for (const text of ['secret-as-sent', 'secret-as-edited']) expect(bytes.includes(text), text).to.equal(false);
  });

  it('acknowledges nothing once it was removed, and creates no other', async () => {
    const place = newPlace();
    const stores = await openStores(place);
    const user = await makeUser(stores);
    for (const suffix of ['', '-wal', '-shm']) rmSync(sqliteFile(place.dataDir) + suffix, { force: true });
    expect(await codeOf(makeUser(stores))).to.equal('unavailable');
    expect(await codeOf(stores.users.rename(user.id, { displayName: 'x', nameKey: 'x' }))).to.equal('unavailable');
    expect(await stores.checkDatabase().catch(() => 'not ready')).to.equal('not ready');
    expect(existsSync(sqliteFile(place.dataDir))).to.equal(false);
    await stores.close();
  });
});

describe('a connection to SQLite', () => {
  it('lets other work go on between reads that last long together', async () => {
    const place = { databaseUrl: null, dataDir: makeFolder('slices') };
    await (await openStores(place)).close();
    const connection = createSqliteConnection(sqliteFile(place.dataDir), 1_000);
    const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n';
    const sql = `SELECT COUNT(*) FROM (${numbers})`;
    let turns = 0;
    let isDone = false;
    const countTurns = () => {
      turns += 1;
      if (!isDone) setImmediate(countTurns);
    };
    countTurns();
    await Promise.all(Array.from({ length: 40 }, () => connection.run(sql)));
    isDone = true;
    expect(turns).to.be.above(20);
    await connection.close();
  });

  const newConnection = (busyMs = 60) => {
    const file = join(makeFolder('connection'), 'file');
    const other = new DatabaseSync(file);
    other.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a UNIQUE)');
    return { connection: createSqliteConnection(file, busyMs), other };
  };
  const count = (other: InstanceType<typeof DatabaseSync>) => other.prepare('SELECT COUNT(*) AS n FROM t').get()?.n;

  it('refuses a write while another process holds the file, and commits the next one', async () => {
    const { connection, other } = newConnection();
    for (const sql of ['INSERT INTO t VALUES (1)', 'INSERT INTO t VALUES (1) RETURNING a', 'DELETE FROM t']) {
      other.exec('BEGIN IMMEDIATE');
      expect(await connection.run(sql).catch((error) => error.rawCode), sql).to.equal(5);
      expect((await connection.run('SELECT COUNT(*) FROM t')).rows, 'reads go on').to.deep.equal([[count(other)]]);
      other.exec('COMMIT');
      const before = Number(count(other));
      await connection.run('INSERT INTO t VALUES (RANDOM())');
      expect(count(other), `after ${sql}`).to.equal(before + 1);
    }
    await connection.close();
  });

  it('waits for its own transaction, and for one of another process that ends in time', async () => {
    const { connection, other } = newConnection(10_000);
    const transaction = await connection.begin();
    transaction.run('INSERT INTO t VALUES (1)');
    const next = connection.run('INSERT INTO t VALUES (2)');
    transaction.commit();
    await next;
    other.exec('BEGIN IMMEDIATE');
    const waiting = connection.run('INSERT INTO t VALUES (3)');
    await connection.run('SELECT 1');
    other.exec('COMMIT');
    await waiting;
    expect(count(other)).to.equal(3);
    await connection.close();
  });

  it('rolls back a transaction whose statement failed, and frees its turn', async () => {
    const { connection, other } = newConnection();
    const failed = connection.write((run) => {
      run('INSERT INTO t VALUES (1)');
      run('INSERT INTO t VALUES (1)');
    });
    expect(await failed.catch((error) => error.message)).to.match(/UNIQUE/);
    await connection.run('INSERT INTO t VALUES (1)');
    expect(count(other)).to.equal(1);
    await connection.close();
  });

  it('does not go on in a transaction that has ended by itself', async () => {
    const { connection, other } = newConnection();
    const transaction = await connection.begin();
    transaction.run('INSERT INTO t VALUES (1)');
    transaction.run('ROLLBACK');
    expect(() => transaction.run('INSERT INTO t VALUES (2)')).to.throw('ended');
    expect(() => transaction.commit()).to.throw('ended');
    await connection.run('INSERT INTO t VALUES (3)');
    expect(count(other)).to.equal(1);
    await connection.close();
  });

  it('refuses a text that the driver would cut', async () => {
    const { connection, other } = newConnection();
    expect(await connection.run('INSERT INTO t VALUES (?)', ['a\0b']).catch((error) => error.message)).to.match(
      /U\+0000/,
    );
    expect(count(other)).to.equal(0);
    await connection.close();
  });

  it('refuses every call after its end', async () => {
    const { connection } = newConnection();
    await connection.run('SELECT 1');
    await connection.close();
    for (const sql of ['SELECT 1', 'DELETE FROM t']) {
      expect(await connection.run(sql).catch((error) => error.message)).to.match(/closed/);
    }
  });
});
