/** User search: finds users by the start of username or folded display name, ordered by username, in pages. */
import { expect } from 'chai';
import { foldName } from '../../src/engine/identity/names.ts';
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
    const found = await stores.users.search({ prefix: foldName(query), after, limit });
    return found.map(({ username }) => username);
  }

  it('finds users by the start of username or display name, ordered by username, each once', async () => {
    expect(await find('anna')).to.deep.equal(['anna', 'annabel', 'bert']);
    expect(await find('ann')).to.deep.equal(['ann.b', 'ann_a', 'anna', 'annabel', 'bert']);
    expect(await find('na')).to.deep.equal([]);
  });

  it('compares display names without case and compatibility forms', async () => {
    expect(await find('ANNA-B')).to.deep.equal(['bert']);
    expect(await find('123 w')).to.deep.equal(['carl']);
    expect(await find('zoë')).to.deep.equal(['anna']);
    expect(await find('zoe\u0308 s')).to.deep.equal(['anna']);
    expect(await find('😀')).to.deep.equal(['dora']);
  });

  it('distinguishes letters that some collations treat as equal', async () => {
    expect(await find('zoe')).to.deep.equal([]);
    expect(await find('😁')).to.deep.equal([]);
    expect(await find('zoë strasse')).to.deep.equal([]);
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
    const all = users.map(({ username }) => username).filter((name) => name !== 'gone');
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

  const strange = ['é', '😀'.repeat(70), 'x'.repeat(5_000), '\u{10FFFF}', '\uFFFF', '~', ' ', '\n', 'Ann', '%'];

  it('accepts any text as a prefix', async () => {
    for (const text of strange.slice(0, 8)) {
      expect(await find(text), `find ${text.slice(0, 9)}`).to.deep.equal(text === '😀' ? ['dora'] : []);
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
  it('finds all of them in pages, ordered by username, without deleted accounts', async () => {
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
    const found: string[] = [];
    for (let page = ['']; page.length > 0; found.push(...page)) {
      const users = await stores.users.search({ prefix: 'member', after: found.at(-1) ?? null, limit: 400 });
      page = users.map(({ username }) => username);
    }
    expect(found).to.deep.equal(names.filter((name) => name !== 'user-77').sort());
    await stores.close();
  });
});

describe('user search among many names on SQLite', () => {
  it('compares only as many as it needs, since the node would stop while it sorts them all', async () => {
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
    expect(await stores.users.search({ prefix: 'member', after: null, limit: 50 })).to.have.length(50);
    expect(statements.filter((sql) => /nameKey/.test(sql) && !/LIMIT 2000|OFFSET 10000/.test(sql))).to.deep.equal([]);
    await stores.close();
  });
});
