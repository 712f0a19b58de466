/** Texts on a MariaDB whose default `sql_mode` quotes otherwise: they return as they were sent, and no part of them is run. */
import { expect } from 'chai';
import { readNameQuery } from '../../src/protocol/name-words.ts';
import { openStores, type Stores } from '../../src/storage/stores.ts';
import { corpus } from '../abuse/text-corpus.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { makePair, makeUser, newMessageOf } from './fixtures.ts';

/** Each ends a string literal in one of the modes, and then renames everybody. */
const injections = ["'", '"', "\\'", '\\"', "\\\\'", "''", "\\''", '\\', '`', '?', "'?'"].flatMap((end) => [
  end,
  `${end} -- `,
  `${end}); UPDATE \`User\` SET \`displayName\` = 0x6861636b6564 -- `,
  `x${end}, 0); UPDATE User SET displayName = CHAR(120); -- `,
]);

const modes = ['NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES,PIPES_AS_CONCAT,PAD_CHAR_TO_FULL_LENGTH,NO_BACKSLASH_ESCAPES', ''];

describe('stores on MariaDB with another default mode', function () {
  this.timeout(120_000);
  let server: Mariadb;
  let stores: Stores;

  before(async () => {
    server = await startMariadb();
  });
  after(() => server?.dispose());
  afterEach(() => stores?.close());

  for (const mode of modes) {
    const title = `sql_mode "${mode}"`;

    it(`keeps every body and answers its repeat with ${title}`, async () => {
      stores = await openStoresIn(mode);
      const { one, conversation } = await makePair(stores);
      const bodies = [...injections, ...corpus].filter((text) => text.trim() !== '' && [...text].length <= 4_000);
      const messages = [];
      for (const body of bodies) messages.push(await newMessageOf(stores, conversation.id, one.id, body));
      await Promise.all(messages.map((message) => stores.messages.append(message)));
      const again = await Promise.all(messages.map((message) => stores.messages.append(message)));
      expect(again.every(({ repeated }) => repeated)).to.equal(true);
      const stored = await stores.messages.range(conversation.id, 1, bodies.length);
      expect(stored.map(({ body }) => body)).to.deep.equal(bodies);
      expect((await stores.users.findByIds([one.id]))[0]).to.deep.equal(one);
    });

    it(`keeps and finds every name with ${title}`, async () => {
      stores = await openStoresIn(mode);
      const bystander = await makeUser(stores);
      for (const displayName of injections.map((text) => [...text].slice(0, 60).join(''))) {
        const user = await makeUser(stores, { displayName });
        const [found] = await stores.users.findByIds([user.id]);
        expect(found?.displayName).to.equal(displayName);
        const hits = await stores.users.search({ name: readNameQuery(displayName), after: null, limit: 1_000 });
        expect(hits.map(({ id }) => id)).to.include(user.id);
        expect(hits.map(({ id }) => id)).not.to.include(bystander.id);
      }
      expect((await stores.users.findByIds([bystander.id]))[0]).to.deep.equal(bystander);
    });
  }

  async function openStoresIn(mode: string): Promise<Stores> {
    await server.query(`SET GLOBAL sql_mode = '${mode}'`);
    return openStores({ databaseUrl: await server.createDatabase(), dataDir: '' });
  }
});
