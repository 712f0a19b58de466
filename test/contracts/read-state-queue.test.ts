/** The contract of gathered receipts: each is settled by itself, and none waits for a message or for a foreign row. */
import { expect } from 'chai';
import type { ReceiptKind } from '../../src/engine/ports/read-state-port.ts';
import type { OpenDatabase } from '../../src/storage/database/database.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { openStores, type Stores } from '../../src/storage/stores.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { describeStores } from './backends.ts';
import { makePair, makeUser, sendMany } from './fixtures.ts';

/** A conversation with messages of the first user, and the receipts of the other one. */
async function pairIn(stores: Stores, messages: number) {
  const { one, other, conversation } = await makePair(stores);
  await sendMany(stores, conversation.id, one.id, messages);
  const advance = (kind: ReceiptKind, seq: number) =>
    stores.conversations.advance(conversation.id, other.id, kind, seq);
  return { one, other, id: conversation.id, advance };
}

describeStores('gathered receipts', (stores) => {
  const pairWith = (messages: number) => pairIn(stores(), messages);

  it('settles each receipt of a turn by itself: stored, repeated, too far, blocked, of a stranger', async () => {
    const [plain, repeated, far, blocked] = await Promise.all([3, 3, 3, 3].map(pairWith));
    if (!plain || !repeated || !far || !blocked) throw new Error('no pairs');
    const stranger = await makeUser(stores());
    await repeated.advance('read', 2);
    const members = [blocked.one, blocked.other].map(({ id }) => [id, null] as const);
    await stores().blocks.block(blocked.id, blocked.one.id, new Map(members));
    const answers = await Promise.all([
      plain.advance('read', 2),
      repeated.advance('read', 2),
      far.advance('delivered', 9),
      blocked.advance('read', 1),
      stores().conversations.advance(plain.id, stranger.id, 'read', 1),
      plain.advance('read', 3),
    ]);
    expect(answers).to.deep.equal([
      { seq: 2, moved: true, isHidden: false },
      { seq: 2, moved: false, isHidden: false },
      { seq: 3, moved: true, isHidden: false },
      { seq: 1, moved: true, isHidden: true },
      { seq: 0, moved: false, isHidden: false },
      { seq: 3, moved: true, isHidden: false },
    ]);
  });

  it('stores every receipt while blocks take the same rows', async () => {
    const pairs = await Promise.all(Array.from({ length: 20 }, () => pairWith(6)));
    const moves = pairs.flatMap(({ advance }) => [1, 2, 3, 4, 5, 6].map((seq) => advance('read', seq)));
    const blocks = pairs.map(async ({ id, one, other }) => {
      const seen = new Map([other, one].map(({ id: userId }) => [userId, null] as const));
      await stores().blocks.block(id, one.id, seen);
    });
    await Promise.all([...moves, ...blocks]);
    for (const { id, other } of pairs) {
      const state = (await stores().conversations.readStates(id)).find(({ userId }) => userId === other.id);
      expect(state).to.include({ readSeq: 6, deliveredSeq: 6 });
    }
  });
});

describe('gathered receipts while another transaction holds rows on MariaDB', () => {
  let stores: Stores;
  let database: OpenDatabase;
  before(async () => {
    const databaseUrl = await (await sharedMariadb()).createDatabase();
    stores = await openStores({ databaseUrl, dataDir: '' });
    database = await openDatabase(databaseUrl, '', true);
  });
  after(async () => {
    await database?.client.$disconnect();
    await stores?.close();
  });

  /** Runs the work while a transaction holds the rows of a conversation in this table. */
  const whileHeld = <T>(table: 'Channel' | 'Member', key: string, id: string, work: () => Promise<T>) =>
    database.client.$transaction(
      async (tx) => {
        await tx.$queryRawUnsafe(`SELECT 1 FROM \`${table}\` WHERE \`${key}\` = ? FOR UPDATE`, id);
        return work();
      },
      { timeout: 10_000 },
    );

  it('does not wait for a message that is being stored', async () => {
    const pair = await pairIn(stores, 2);
    const answer = await whileHeld('Channel', 'id', pair.id, () => pair.advance('read', 1));
    expect(answer).to.deep.equal({ seq: 1, moved: true, isHidden: false });
    const gathered = await whileHeld('Channel', 'id', pair.id, () =>
      Promise.all([pair.advance('read', 2), pair.advance('delivered', 2)]),
    );
    expect(gathered.map(({ moved }) => moved)).to.deep.equal([true, false]);
  });

  it('stores the receipts that were gathered with one for a held row', async () => {
    const [held, free, alsoFree] = await Promise.all([pairIn(stores, 2), pairIn(stores, 2), pairIn(stores, 2)]);
    const stuck = await whileHeld('Member', 'channelId', held.id, async () => {
      const waiting = held.advance('read', 2).then(
        () => 'stored',
        () => 'refused',
      );
      const others = await Promise.all([free.advance('read', 2), alsoFree.advance('delivered', 1)]);
      expect(others.map(({ moved }) => moved)).to.deep.equal([true, true]);
      return waiting;
    });
    expect(stuck).to.equal('refused');
    expect((await held.advance('read', 2)).seq).to.equal(2);
  });
});
