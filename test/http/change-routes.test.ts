/** Tests changing messages over HTTP. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { ChangePage, HistoryPage, Message, PinList, VersionList } from '../../src/protocol/shapes.ts';
import { type Answer, expectStatus, register, type TestUser } from '../support/client.ts';
import { useNode } from './in-process-node.ts';

type Changed = { message: Message } & Refused;
type Refused = { error: { code: string; fields?: Record<string, string> } };

describe('the change routes', () => {
  const url = useNode();
  let anna: TestUser;
  let bert: TestUser;
  beforeEach(async () => {
    [anna, bert] = await Promise.all([register(url()), register(url())]);
    for (const body of ['one', 'two', 'three']) {
      const sent = { method: 'POST', body: { clientId: randomUUID(), body } };
      expectStatus(await anna.fetch(`/api/conversations/${bert.username}/messages`, sent), 201);
    }
  });

  const path = (peer: TestUser, rest: string | number) => `/api/conversations/${peer.username}/messages/${rest}`;
  const edit = (from: TestUser, to: TestUser, seq: string | number, body: unknown) =>
    from.fetch<Changed>(path(to, seq), { method: 'PATCH', body: { body } });
  const remove = (from: TestUser, to: TestUser, seq: string | number) =>
    from.fetch<Changed>(path(to, seq), { method: 'DELETE' });
  const changes = (me: TestUser, peer: TestUser, query = '?after=0') =>
    me.fetch<ChangePage & Refused>(`/api/conversations/${peer.username}/changes${query}`);
  const versions = (me: TestUser, peer: TestUser, seq: number) => me.fetch<VersionList>(path(peer, `${seq}/versions`));
  const codeOf = ({ status, body }: Answer<Refused>) => [status, body.error?.code];

  it('edits and deletes own messages, and answers the same again on a repeat', async () => {
    const { message } = expectStatus(await edit(anna, bert, 1, ' new 😀\n'), 200);
    expect(message).to.include({ seq: 1, body: ' new 😀\n', rev: 1, from: anna.username, to: bert.username });
    expect(message.editedAt).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(expectStatus(await edit(anna, bert, 1, ' new 😀\n'), 200)).to.deep.equal({ message });
    const tombstone = expectStatus(await remove(anna, bert, 2), 200);
    expect(tombstone.message).to.include({ seq: 2, body: '', rev: 2 });
    expect(tombstone.message.deletedAt).to.match(/Z$/);
    expect(expectStatus(await remove(anna, bert, 2), 200)).to.deep.equal(tombstone);
    const page = expectStatus(await bert.fetch<HistoryPage>(`/api/conversations/${anna.username}/messages`), 200);
    expect(page.rev).to.equal(2);
    expect(page.messages.slice(0, 2)).to.deep.equal([message, tombstone.message]);
    expect(expectStatus(await changes(bert, anna), 200)).to.deep.equal({
      messages: [message, tombstone.message],
      rev: 2,
      hasMore: false,
    });
  });

  it('lists the pinned messages with the start of their texts, for both and nobody else', async () => {
    const pin = (seq: number) => bert.fetch<Changed>(path(anna, `${seq}/pin`), { method: 'PUT' });
    const pins = (me: TestUser, peer: TestUser) =>
      me.fetch<PinList & Refused>(`/api/conversations/${peer.username}/pins`);
    expect(expectStatus(await pins(anna, bert), 200)).to.deep.equal({ messages: [] });
    expectStatus(await edit(anna, bert, 1, 'long '.repeat(100)), 200);
    const { message } = expectStatus(await pin(1), 200);
    const shown = { messages: [{ ...message, body: message.body.slice(0, 200) }] };
    expect(expectStatus(await pins(anna, bert), 200)).to.deep.equal(shown);
    expect(expectStatus(await pins(bert, anna), 200)).to.deep.equal(shown);
    expectStatus(await remove(anna, bert, 1), 200);
    expect(expectStatus(await pins(anna, bert), 200)).to.deep.equal({ messages: [] });
  });

  it('reads the versions of a message', async () => {
    expectStatus(await edit(anna, bert, 1, 'new'), 200);
    const read = expectStatus(await versions(bert, anna, 1), 200);
    expect(read.versions.map(({ body }) => body)).to.deep.equal(['one', 'new']);
    expectStatus(await remove(anna, bert, 1), 200);
    expect(expectStatus(await versions(bert, anna, 1), 200)).to.deep.equal({ versions: [] });
  });

  it('reacts and pins with PUT, and takes both back with DELETE', async () => {
    const mark = (method: string, rest: string) => bert.fetch<Changed>(path(anna, `1/${rest}`), { method });
    const reaction = (emoji: string) => `reactions/${encodeURIComponent(emoji)}`;
    const emoji = ['👍', '1️⃣', '#️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👩🏻‍❤️‍💋‍👨🏿', '👨‍👩‍👧‍👦', '🇩🇪'];
    for (const one of emoji) expectStatus(await mark('PUT', reaction(one)), 200);
    const { message } = expectStatus(await mark('PUT', 'pin'), 200);
    expect(message.reactions).to.deep.equal(emoji.map((one) => ({ emoji: one, by: [bert.username] })));
    expect(message.pinned).to.deep.equal({ by: bert.username, at: message.pinned?.at });
    expect(expectStatus(await mark('PUT', 'pin'), 200)).to.deep.equal({ message });
    for (const one of emoji) expectStatus(await mark('DELETE', reaction(one)), 200);
    const last = expectStatus(await mark('DELETE', 'pin'), 200).message;
    expect(last).to.not.have.any.keys('reactions', 'pinned');
    expect(last.rev).to.equal(2 * (emoji.length + 1));
    for (const wrong of ['a', '1', '👍👍', '👍 ', ' ', '🇩', '❤‍', 'x'.repeat(100), '👍'.repeat(9)]) {
      const answer = await mark('PUT', reaction(wrong));
      expect(codeOf(answer), wrong).to.deep.equal([400, 'invalid_input']);
      expect(answer.body.error.fields).to.have.all.keys('emoji');
    }
  });

  it('sends a reply, and reads the times of an own message', async () => {
    const reply = (replyTo: unknown) =>
      bert.fetch<Changed>(`/api/conversations/${anna.username}/messages`, {
        method: 'POST',
        body: { clientId: randomUUID(), body: 'an answer', replyTo },
      });
    const { message } = expectStatus(await reply(2), 201);
    expect(message.replyTo).to.deep.equal({ seq: 2, from: anna.username, excerpt: 'two' });
    for (const wrong of [0, 9, '1', null]) expect(codeOf(await reply(wrong))).to.deep.equal([400, 'invalid_input']);
    const info = (me: TestUser, peer: TestUser, seq: number) => me.fetch<Refused>(path(peer, `${seq}/info`));
    expect(expectStatus(await info(bert, anna, 4), 200)).to.deep.equal({
      sentAt: message.sentAt,
      deliveredAt: null,
      readAt: null,
    });
    expect(codeOf(await info(anna, bert, 4))).to.deep.equal([403, 'forbidden']);
    expect(codeOf(await info(anna, bert, 5))).to.deep.equal([404, 'not_found']);
  });

  it('refuses what must not be changed, and changes nothing', async () => {
    expectStatus(await remove(anna, bert, 3), 200);
    expect(codeOf(await edit(bert, anna, 1, 'x'))).to.deep.equal([403, 'forbidden']);
    expect(codeOf(await remove(bert, anna, 1))).to.deep.equal([403, 'forbidden']);
    expect(codeOf(await edit(anna, bert, 3, 'x'))).to.deep.equal([409, 'conflict']);
    expect(codeOf(await edit(anna, bert, 4, 'x'))).to.deep.equal([404, 'not_found']);
    expect(codeOf(await remove(anna, bert, 4))).to.deep.equal([404, 'not_found']);
    for (const body of ['', ' ', 'x'.repeat(4_001), 5, null, 'x\0']) {
      const answer = await edit(anna, bert, 1, body);
      expect(codeOf(answer)).to.deep.equal([400, 'invalid_input']);
      expect(answer.body.error.fields).to.have.all.keys('body');
    }
    for (const seq of ['0', '-1', '1.5', 'x', '2147483648', '1e1', '%20']) {
      expect(codeOf(await edit(anna, bert, seq, 'x')), seq).to.deep.equal([400, 'invalid_input']);
      expect(codeOf(await remove(anna, bert, seq)), seq).to.deep.equal([400, 'invalid_input']);
    }
    for (const query of ['', '?after=-1', '?after=x', '?after=2', '?after=0&limit=0', '?after=0&limit=101']) {
      expect(codeOf(await changes(anna, bert, query)), query).to.deep.equal([400, 'invalid_input']);
    }
    expect(expectStatus(await changes(anna, bert), 200).rev).to.equal(1);
  });

  it('hides the changes of a conversation from every other user', async () => {
    const stranger = await register(url());
    expectStatus(await edit(anna, bert, 1, 'secret'), 200);
    for (const member of [anna, bert]) {
      expect(expectStatus(await changes(stranger, member), 200)).to.deep.equal({
        messages: [],
        rev: 0,
        hasMore: false,
      });
      expect((await versions(stranger, member, 1)).status).to.equal(404);
      expect(codeOf(await remove(stranger, member, 1))).to.deep.equal([404, 'not_found']);
    }
  });
});
