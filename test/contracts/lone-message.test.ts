/** A message alone is stored in one round trip; where anything is in its way nothing is stored, and the batch takes over. */

import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { NewMessage } from '../../src/engine/ports/message-port.ts';
import { openDatabase, openWriter } from '../../src/storage/database/open-database.ts';
import type { Writer } from '../../src/storage/database/writer.ts';
import { storeAlone } from '../../src/storage/messages/lone-message.ts';
import { openStores, type StorageOptions, type Stores } from '../../src/storage/stores.ts';
import { type Mariadb, sharedMariadb, startMariadb } from '../support/mariadb.ts';
import { until } from '../support/waiting.ts';
import { draftOf, makePair, makeSession } from './fixtures.ts';

describe('a message alone on MariaDB', () => {
  let place: StorageOptions;
  let stores: Stores;
  let writer: Writer;
  before(async () => {
    place = { databaseUrl: await (await sharedMariadb()).createDatabase(), dataDir: '' };
    stores = await openStores(place);
    writer = openWriter(place.databaseUrl, place.dataDir);
  });
  after(() => Promise.all([stores.close(), writer.close()]));

  async function pair() {
    const { channel, one, other, sessionId } = await makePair(stores);
    const draft = async (): Promise<NewMessage> => ({ ...(await draftOf(stores, channel.id, one.id)), sessionId });
    return { channel, one, other, sessionId, draft };
  }

  /** The rows, and the number the channel has come to. */
  async function standing(channelId: string) {
    const rows = await stores.messages.range(channelId, 1, 100);
    return { seqs: rows.map(({ seq }) => seq), last: await stores.channels.lastSeq(channelId) };
  }

  it('is stored as it is answered, and numbered on from what the batch has stored', async () => {
    const { channel, draft } = await pair();
    await stores.messages.append(await draft());
    const answers = [await storeAlone(writer, await draft()), await storeAlone(writer, await draft())];
    const stored = await stores.messages.range(channel.id, 2, 3);
    expect(answers).to.deep.equal(stored);
    expect(await standing(channel.id)).to.deep.equal({ seqs: [1, 2, 3], last: 3 });
    const { client } = await openDatabase(place.databaseUrl, place.dataDir);
    const { lastMessageAt } = await client.channel.findUniqueOrThrow({ where: { id: channel.id } });
    await client.$disconnect();
    expect(lastMessageAt).to.deep.equal(stored[1]?.sentAt);
  });

  it('is not stored for a session that has ended, or for none', async () => {
    const { channel, one, draft } = await pair();
    const ended = await makeSession(stores, one.id);
    await stores.sessions.end(ended);
    for (const sessionId of [ended, 'nobodys-session']) {
      expect(await storeAlone(writer, { ...(await draft()), sessionId })).to.equal(null);
    }
    expect(await standing(channel.id)).to.deep.equal({ seqs: [], last: 0 });
  });

  it('is not stored while a block stands, whoever set it', async () => {
    for (const side of ['one', 'other'] as const) {
      const { channel, draft, ...people } = await pair();
      await stores.blocks.block(channel.id, people[side].id, new Map());
      expect(await storeAlone(writer, await draft())).to.equal(null);
      expect(await standing(channel.id)).to.deep.equal({ seqs: [], last: 0 });
    }
  });

  it('is not stored a second time, nor in a channel that is not there', async () => {
    const { channel, draft } = await pair();
    const once = await draft();
    await storeAlone(writer, once);
    expect(await storeAlone(writer, once)).to.equal(null);
    expect(await storeAlone(writer, { ...(await draft()), channelId: 'no-such-channel!' })).to.equal(null);
    expect(await standing(channel.id)).to.deep.equal({ seqs: [1], last: 1 });
  });

  it('does not wait for a channel that another node holds', async () => {
    const { channel, draft } = await pair();
    const { client } = await openDatabase(place.databaseUrl, place.dataDir);
    const drafts = [await draft(), await draft()] as const;
    await client.$transaction(async (tx) => {
      await tx.$queryRawUnsafe('SELECT `id` FROM `Channel` WHERE `id` = ? FOR UPDATE', channel.id);
      // It would wait for this transaction, and this one waits for it.
      expect(await storeAlone(writer, drafts[0])).to.equal(null);
    });
    await client.$disconnect();
    expect((await storeAlone(writer, drafts[1]))?.seq).to.equal(1);
    expect(await standing(channel.id)).to.deep.equal({ seqs: [1], last: 1 });
  });

  it('is not taken for unstored when the connection is lost: that nobody knows', async () => {
    const { draft } = await pair();
    const lost: Writer = {
      ...writer,
      run: () => Promise.reject(Object.assign(new Error('socket has unexpectedly been closed'), { errno: 45009 })),
    };
    const failed = await storeAlone(lost, await draft()).catch((error) => error.message);
    expect(failed).to.equal('socket has unexpectedly been closed');
  });

  describe('and a server that freezes meanwhile', () => {
    let mariadb: Mariadb;
    before(async () => {
      mariadb = await startMariadb();
    });
    after(() => mariadb?.dispose());

    it('is stored whole or not at all, though nobody hears the answer', async () => {
      const databaseUrl = await mariadb.createDatabase();
      const frozen = await openStores({ databaseUrl, dataDir: '' });
      const impatient = openWriter(`${databaseUrl}?socketTimeout=200`, '');
      const { channel, one, sessionId } = await makePair(frozen);
      const draft = async () => ({ ...(await draftOf(frozen, channel.id, one.id)), sessionId });
      for (let round = 1; round <= 5; round += 1) {
        await until('there is a connection', async () => storeAlone(impatient, await draft()).catch(() => null));
        const late = await draft();
        await mariadb.freeze();
        expect(await storeAlone(impatient, late).catch((error: Error) => error)).to.be.instanceOf(Error);
        await sleep(50); // The connection is cut by now: the server answers nobody.
        mariadb.thaw();
        await frozen.messages.append(late);
        const lastSeq = await frozen.channels.lastSeq(channel.id);
        expect(await frozen.messages.range(channel.id, 1, 100)).to.have.length(lastSeq);
      }
      await Promise.all([impatient.close(), frozen.close()]);
    });
  });
});
