/** Tests the search of messages over more conversations than it looks through first. */
import { expect } from 'chai';
import type { ConversationGate } from '../../src/engine/conversations/conversation-gate.ts';
import { createUsernames } from '../../src/engine/people/known-usernames.ts';
import { segmentLength } from '../../src/engine/ports/search-segment.ts';
import { closedLobby } from '../../src/engine/rooms/lobby.ts';
import { createMessageSearch } from '../../src/engine/search/message-search.ts';
import { createSearchIndex } from '../../src/engine/search/search-index.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { describeStores } from './backends.ts';
import { makePair, makeUser, newMessageOf } from './fixtures.ts';
import { openLoggedStores } from './statement-log.ts';

const conversations = 300;
const minute = 60_000;

describeStores('search of messages', (stores, place) => {
  /** Half of the conversations fall into the same seconds; each has an old message too. */
  async function converse() {
    const { databaseUrl, dataDir } = place();
    const { client } = await openDatabase(databaseUrl, dataDir);
    const user = await makeUser(stores());
    const sent: { channelId: string; seq: number; at: number }[] = [];
    const start = Date.now() - 90 * 24 * 60 * minute;
    for (let index = 0; index < conversations; index += 1) {
      const { conversation, other } = await makePair(stores(), user);
      const channelId = conversation.id;
      const at = start + (index % 2 === 0 ? 50 * minute : index * minute);
      const rows = [start + ((index * 7) % 100) * 10, at + index].map((sentAt, before) => ({
        seq: before + 1,
        sentAt,
      }));
      for (const { seq, sentAt } of rows) {
        sent.push({ channelId, seq, at: sentAt });
        await client.message.create({
          data: {
            ...{ channelId, seq, senderId: other.id, body: `tea ${index}`, sentAt: new Date(sentAt) },
            clientId: Buffer.from(`${index}-${seq}`.padStart(16, '0')),
          },
        });
      }
      const lastMessageAt = new Date(at + index);
      await client.channel.update({ where: { id: channelId }, data: { lastSeq: 2, lastMessageAt } });
    }
    await client.$disconnect();
    return { user, sent };
  }

  it('finds every message once, the newest first, page by page', async () => {
    const { user, sent } = await converse();
    const { search, messages } = stores();
    const index = createSearchIndex(search, false);
    const usernames = createUsernames(stores().users);
    const run = createMessageSearch({
      search,
      messages,
      usernames,
      index,
      gate: {} as ConversationGate,
      lobby: closedLobby,
    });
    for (let left = sent.map(({ channelId }) => channelId); left.length > 0; ) left = await index.update(left);
    const caller = { id: user.id, username: user.username, sessionId: '' };
    const found: string[] = [];
    for (let before: string | undefined = '', first = true; before !== undefined || first; first = false) {
      const page = await run(caller, { query: 'tea', limit: 100, ...(before ? { before } : {}) });
      found.push(...page.hits.map(({ message: { channelId, seq } }) => `${channelId} ${seq}`));
      before = page.next ?? undefined;
    }
    const expected = sent.sort((a, b) => b.at - a.at || (a.channelId < b.channelId ? 1 : -1));
    expect(found).to.deep.equal(expected.map(({ channelId, seq }) => `${channelId} ${seq}`));
  });

  for (const { pairs, each, statements: expected } of [
    { pairs: 1, each: 5, statements: 3 },
    { pairs: 1, each: segmentLength + 1, statements: 4 },
    // The first four segments have a hit each: one statement reads as many more as the page needs.
    { pairs: 40, each: 1, statements: 5 },
  ]) {
    it(`costs ${expected} statements for a page of a user with ${pairs} × ${each} messages`, async () => {
      const { stores: logged, statementsOf } = await openLoggedStores(place());
      const { search, messages, users } = logged;
      const usernames = createUsernames(users);
      const user = await makeUser(logged);
      const index = createSearchIndex(search, false);
      const sent: string[] = [];
      for (let pair = 1; pair <= pairs; pair += 1) {
        const { conversation } = await makePair(logged, user);
        for (let number = 1; number <= each; number += 1) {
          const body = `tea ${pair} ${number}`;
          await messages.append({ ...(await newMessageOf(logged, conversation.id, user.id)), body });
          sent.push(body);
        }
        await index.update([conversation.id]);
      }
      const gate = {} as ConversationGate;
      const run = createMessageSearch({ search, messages, usernames, index, gate, lobby: closedLobby });
      const caller = { id: user.id, username: user.username, sessionId: '' };
      const limit = Math.min(sent.length, 20);
      let bodies: string[] = [];
      const statements = await statementsOf(async () => {
        const { hits } = await run(caller, { query: 'tea', limit });
        bodies = hits.map(({ message }) => message.body);
      });
      expect(bodies).to.deep.equal(sent.reverse().slice(0, limit));
      expect(statements, statements.join('\n')).to.have.length(expected);
      await logged.close();
    });
  }
});
