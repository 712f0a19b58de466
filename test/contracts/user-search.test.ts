/** User search: finds users by the start of username or folded display name, ordered by username, in pages. */
import { expect } from 'chai';
import { readNameQuery } from '../../src/protocol/name-words.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { databaseOn } from '../../src/storage/database/sqlite.ts';
import { createSqliteConnection } from '../../src/storage/database/sqlite-connection.ts';
import { sqliteFile } from '../../src/storage/database/sqlite-files.ts';
import { createStores, openStores, type StorageOptions, type Stores } from '../../src/storage/stores.ts';
import { addAccounts } from '../abuse/flood-rows.ts';
import { makeFolder } from '../support/temporary-folder.ts';
import { describeBackends } from './backends.ts';
import { makeUser } from './fixtures.ts';

const users = [
  { username: 'anna', displayName: 'Zoë Straße' },
  { username: 'annabel', displayName: '100% Bel' },
  { username: 'ann_a', displayName: 'Under_score' },
  { username: 'ann.b', displayName: 'UNDERxSCORE' },
  { username: 'bert', displayName: 'Anna-Bert' },
  { username: 'carl', displayName: '１２３ Ｗｉｄｅ' },
  { username: 'dora', displayName: '😀 Smile' },
  { username: 'emil', displayName: '100 Emil' },
  { username: 'gone', displayName: 'Annalena' },
  { username: 'joao', displayName: 'João de Souza' },
  { username: 'thanasis', displayName: 'Θανάσης' },
  { username: 'ibrahim', displayName: 'İbrahim' },
  { username: 'taro', displayName: '山田太郎' },
  { username: 'elkin', displayName: 'Ёлкин' },
];

describeBackends('user search', (backend) => {
  let place: StorageOptions;
  let stores: Stores;

  before(async () => {
    place = await backend.makePlace();
    stores = await openStores(place);
    for (const user of users) await makeUser(stores, user);
    const { client } = await openDatabase(place.databaseUrl, place.dataDir);
    await client.user.update({ where: { username: 'gone' }, data: { deletedAt: new Date() } });
    await client.$disconnect();
  });
  after(() => stores.close());

  async function find(query: string, after: string | null = null, limit = 100): Promise<string[]> {
    const found = await stores.users.search({ name: readNameQuery(query), after, limit });
    return found.map(({ username }) => username);
  }

  it('finds users by the start of username or of any word of the display name, ordered by username, each once', async () => {
    expect(await find('anna')).to.deep.equal(['anna', 'annabel', 'bert']);
    expect(await find('ann')).to.deep.equal(['ann.b', 'ann_a', 'anna', 'annabel', 'bert']);
    expect(await find('na')).to.deep.equal([]);
    expect(await find('str')).to.deep.equal(['anna']);
    expect(await find('bert')).to.deep.equal(['bert']);
    expect(await find('emil')).to.deep.equal(['emil']);
  });

  it('finds users by several words in any order', async () => {
    for (const query of ['souza jo', 'jo de SOUZA', 'd s j']) expect(await find(query), query).to.deep.equal(['joao']);
    expect(await find('souza jo x')).to.deep.equal([]);
    expect(await find('zoe anna')).to.deep.equal([]);
  });

  it('compares display names without case, accents and compatibility forms, in every script', async () => {
    const finds = {
      ...{ 'ANNA-B': 'bert', '123 w': 'carl', zoë: 'anna', 'zoe\u0308 s': 'anna', zoe: 'anna', '😀': 'dora' },
      ...{ 'zoe strasse': 'anna', ΘΑΝΑΣ: 'thanasis', θανασησ: 'thanasis', ibrahim: 'ibrahim', İBRAHİM: 'ibrahim' },
      ...{ souza: 'joao', JOÃO: 'joao', 太郎: 'taro', 山田太: 'taro', елк: 'elkin', ЁЛ: 'elkin' },
    };
    for (const [query, username] of Object.entries(finds)) expect(await find(query), query).to.deep.equal([username]);
  });

  it('finds only usernames after an at sign', async () => {
    expect(await find('@anna')).to.deep.equal(['anna', 'annabel']);
    expect(await find('@zoe')).to.deep.equal([]);
    expect(await find('＠BERT')).to.deep.equal(['bert']);
    expect(await find('@')).to.deep.equal(await find(''));
  });

  it('distinguishes letters that some collations treat as equal', async () => {
    expect(await find('😁')).to.deep.equal([]);
    expect(await find('太朗')).to.deep.equal([]);
  });

  it('follows a new name, and forgets the words of the old one', async () => {
    const user = await makeUser(stores, { username: 'renamed', displayName: 'Früher So' });
    await stores.users.rename(user.id, { displayName: 'Später So', nameKey: 'später so' });
    expect([await find('fruher'), await find('spater'), await find('so')]).to.deep.equal([
      [],
      ['renamed'],
      ['joao', 'renamed'],
    ]);
    const proof = { user, credentialVersion: 0 };
    await stores.credentials.erase(proof, { displayName: 'Deleted user', nameKey: '' });
    for (const query of ['spater', 'deleted', 'renamed']) expect(await find(query), query).to.deep.equal([]);
    const { client } = await openDatabase(place.databaseUrl, place.dataDir);
    expect(await client.namePrefix.count({ where: { username: 'renamed' } })).to.equal(0);
    await client.$disconnect();
  });

  it('indexes the names that nodes of an earlier version store', async () => {
    const { client } = await openDatabase(place.databaseUrl, place.dataDir);
    const data = { id: 'of-an-old-node-1', username: 'older', displayName: 'Élan Vital', nameKey: 'élan vital' };
    await client.user.create({ data: { ...data, passwordHash: 'none' } });
    expect([await find('vital'), await stores.users.indexNames(10), await find('vital')]).to.deep.equal([
      [],
      1,
      ['older'],
    ]);
    await client.user.update({ where: { username: 'older' }, data: { displayName: 'Other', nameKey: 'other' } });
    expect(await stores.users.indexNames(10)).to.equal(1);
    expect([await find('vital'), await find('other')]).to.deep.equal([[], ['older']]);
    await client.user.update({ where: { username: 'older' }, data: { displayName: 'Gone', deletedAt: new Date() } });
    expect([await stores.users.indexNames(10), await stores.users.indexNames(10)]).to.deep.equal([1, 0]);
    expect(await client.namePrefix.count({ where: { username: 'older' } })).to.equal(0);
    await client.user.delete({ where: { username: 'older' } });
    await client.$disconnect();
  });

  it('treats LIKE wildcards and SQL quotes as plain characters', async () => {
    expect(await find('100%')).to.deep.equal(['annabel']);
    expect(await find('%')).to.deep.equal([]);
    expect(await find('_')).to.deep.equal([]);
    expect(await find('under_')).to.deep.equal(['ann_a']);
    expect(await find('ann_')).to.deep.equal(['ann_a']);
    for (const query of ["'", '"', '\\', '`', "' OR '1'='1", '*', '[a-z]']) expect(await find(query)).to.deep.equal([]);
  });

  it('lists all users without a query, but no deleted account', async () => {
    const all = users.map(({ username }) => username).filter((name) => name !== 'gone' && name !== 'renamed');
    expect(await find('')).to.deep.equal(all.sort());
    expect(await find('gone')).to.deep.equal([]);
    expect(await find('annal')).to.deep.equal([]);
    expect(await stores.users.findByUsernames(['gone'])).to.deep.equal([]);
    expect(await stores.credentials.find('gone')).to.equal(null);
  });

  it('gives the same list in pages of any size', async () => {
    for (const query of ['', 'ann', '1']) {
      const whole = await find(query);
      for (let limit = 1; limit <= 4; limit += 1) {
        const paged: string[] = [];
        for (;;) {
          const page = await find(query, paged.at(-1) ?? null, limit);
          if (page.length === 0) break;
          expect(page.length).to.be.at.most(limit);
          paged.push(...page);
          expect(paged.length, 'pages without end').to.be.at.most(whole.length);
        }
        expect(paged, `${query} by ${limit}`).to.deep.equal(whole);
      }
    }
  });

  const strange = ['ж', '😀'.repeat(70), 'x'.repeat(5_000), '\u{10FFFF}', '\uFFFF', '~', ' ', '\n', 'Ann', '%'];

  it('accepts any text as a query', async () => {
    for (const text of strange.slice(0, 8)) {
      const found = text.trim() === '' ? await find('') : [];
      expect(await find(text), `find ${text.slice(0, 9)}`).to.deep.equal(found);
    }
  });

  it('accepts any text as a cursor, and answers names that sort after it', async () => {
    expect(await find('', 'zzz')).to.deep.equal([]);
    for (const text of strange) {
      const found = await find('ann', text);
      expect(
        found.every((name) => name > text),
        `after ${text.slice(0, 9)}`,
      ).to.equal(true);
    }
  });
});

describeBackends('user search among 12,000 names with the same start', (backend) => {
  it('indexes the names in steps, and finds all of them in pages, ordered by username, without deleted accounts', async () => {
    const place = await backend.makePlace();
    const stores = await openStores(place);
    const { client } = await openDatabase(place.databaseUrl, place.dataDir);
    const names = Array.from({ length: 12_000 }, (_, index) => `user-${index}`);
    for (let from = 0; from < names.length; from += 1_000) {
      const data = names.slice(from, from + 1_000).map((username, index) => ({
        ...{ id: `${from + index}`.padStart(16, '0'), username, passwordHash: 'none' },
        ...{ displayName: 'Member', nameKey: 'member', deletedAt: username === 'user-77' ? new Date() : null },
      }));
      await client.user.createMany({ data });
    }
    await client.$disconnect();
    for (let indexed = 400; indexed === 400; ) indexed = await stores.users.indexNames(400);
    const found: string[] = [];
    for (let page = ['']; page.length > 0; found.push(...page)) {
      const users = await stores.users.search({
        name: readNameQuery('member'),
        after: found.at(-1) ?? null,
        limit: 400,
      });
      page = users.map(({ username }) => username);
    }
    expect(found).to.deep.equal(names.filter((name) => name !== 'user-77').sort());
    await stores.close();
  });
});

describe('user search among many names on SQLite', () => {
  it('reads a page from the index, and names of several frequent words in steps', async () => {
    const place = { databaseUrl: null, dataDir: makeFolder('many-names') };
    await (await openStores(place)).close();
    addAccounts(place.dataDir, 12_000);
    const statements: string[] = [];
    const connection = createSqliteConnection(sqliteFile(place.dataDir), 2_000);
    const run: typeof connection.run = (sql, values) => {
      statements.push(sql);
      return connection.run(sql, values);
    };
    const stores = createStores(databaseOn({ ...connection, run }));
    const find = (text: string) => stores.users.search({ name: readNameQuery(text), after: null, limit: 50 });
    expect(await find('member')).to.have.length(50);
    expect(statements.filter((sql) => /NamePrefix/.test(sql))).to.have.length(1);
    await makeUser(stores, { username: 'zz', displayName: 'Member Memory' });
    statements.length = 0;
    expect((await find('memo memb')).map(({ username }) => username)).to.deep.equal(['zz']);
    expect(statements.filter((sql) => /EXISTS/.test(sql))).to.have.length(1);
    await stores.close();
  });
});
