/** The contract of the writer: a transaction is written whole or not at all, and a failure leaves later ones unharmed. */
import { expect } from 'chai';
import type { OpenDatabase } from '../../src/storage/database/database.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import type { Writer } from '../../src/storage/database/writer.ts';
import { describeStores } from './backends.ts';

describeStores('writer', (_stores, place) => {
  let database: OpenDatabase;
  let writer: Writer;
  before(async () => {
    database = await openDatabase(place().databaseUrl, place().dataDir);
    writer = database.openWriter();
  });
  after(async () => {
    await writer.close();
    await database.client.$disconnect();
  });

  const insert = (id: string) => ({
    sql: 'INSERT INTO `Channel` (`id`, `lowId`, `highId`) VALUES (?, ?, ?)',
    values: [id, id, id],
  });
  const find = (...ids: string[]) => ({
    sql: `SELECT \`id\` FROM \`Channel\` WHERE \`id\` IN (${ids.map(() => '?')}) ORDER BY \`id\``,
    values: ids,
  });
  const idsOf = (rows: object[] | undefined) => rows?.map((row) => 'id' in row && row.id);
  const stored = (...ids: string[]) => writer.commit([find(...ids)], ([rows]) => ({ writes: [], result: idsOf(rows) }));

  it('gives each read its rows, and stores all writes of the decision', async () => {
    await writer.commit([], () => ({ writes: [insert('a;? -- 1'), insert("a'\\2")], result: null }));
    const found = await writer.commit([find('a;? -- 1'), find('nobody'), find("a'\\2")], (rows) => ({
      writes: [],
      result: rows.map(idsOf),
    }));
    expect(found).to.deep.equal([['a;? -- 1'], [], ["a'\\2"]]);
  });

  it('stores nothing when one of the writes fails, wherever it stands', async () => {
    for (const writes of [
      [insert('b1'), insert('b1'), insert('b2')],
      [insert('b3'), insert('b4'), insert('b3')],
    ]) {
      const failed = await writer.commit([find('b1')], () => ({ writes, result: 'done' })).catch((error) => error);
      expect(failed).to.be.instanceOf(Error);
    }
    expect(await stored('b1', 'b2', 'b3', 'b4')).to.deep.equal([]);
  });

  it('stores nothing when the decision fails, and works again afterwards', async () => {
    const undecided = writer.commit([find('c')], () => {
      throw new Error('undecided');
    });
    expect(await undecided.catch((error) => error.message)).to.equal('undecided');
    await writer.commit([], () => ({ writes: [insert('c')], result: null }));
    expect(await stored('c')).to.deep.equal(['c']);
  });
});
