/** What every message store keeps: one message per clientId, one order without gaps, ranges by seq. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { NewMessage } from '../../src/engine/ports/message-port.ts';
import { Refusal } from '../../src/protocol/refusals.ts';
import { describeStores } from './backends.ts';
import { codeOf, makePair, makeSession } from './fixtures.ts';

describeStores('message store', (stores) => {
  async function pairDraft() {
    const { channel, one, other, sessionId } = await makePair(stores());
    const draft = (body: string, senderId = one.id): NewMessage => ({
      channelId: channel.id,
      senderId,
      sessionId,
      clientId: randomUUID(),
      body,
    });
    return { channel, one, other, sessionId, draft };
  }

  it('numbers the messages of a channel 1, 2, 3 …', async () => {
    const { draft, channel, other } = await pairDraft();
    const first = await stores().messages.append(draft('one'));
    const second = await stores().messages.append(draft('two', other.id));
    expect([first.message.seq, second.message.seq]).to.deep.equal([1, 2]);
    expect(await stores().channels.lastSeq(channel.id)).to.equal(2);
  });

  it('keeps the order of one caller and leaves no gap when many send at once', async () => {
    const { draft, channel } = await pairDraft();
    const drafts = Array.from({ length: 300 }, (_, index) => draft(`m${index}`));
    const appended = await Promise.all(drafts.map((one) => stores().messages.append(one)));
    expect(appended.map(({ message }) => message.seq)).to.deep.equal(drafts.map((_, index) => index + 1));
    const stored = await stores().messages.range(channel.id, 1, 1_000);
    expect(stored.map((message) => message.body)).to.deep.equal(drafts.map((one) => one.body));
  });

  it('answers a repeat with the first message, alone and within one batch', async () => {
    const { draft, channel } = await pairDraft();
    const repeated = draft('once');
    const answers = await Promise.all([1, 2, 3].map(() => stores().messages.append(repeated)));
    answers.push(await stores().messages.append(repeated));
    expect(new Set(answers.map(({ message }) => message.seq))).to.deep.equal(new Set([1]));
    expect(answers.map((answer) => answer.repeated)).to.deep.equal([false, true, true, true]);
    expect(await stores().channels.lastSeq(channel.id)).to.equal(1);
  });

  it('refuses a clientId that its sender used for another body or another peer', async () => {
    const { draft, one } = await pairDraft();
    const first = draft('first');
    await stores().messages.append(first);
    const elsewhere = await makePair(stores(), one);
    for (const clash of [
      { ...first, body: 'other' },
      { ...first, channelId: elsewhere.channel.id },
    ]) {
      const error = await stores()
        .messages.append(clash)
        .catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(Refusal).with.property('code', 'conflict');
    }
    expect(await stores().channels.lastSeq(elsewhere.channel.id)).to.equal(0);
  });

  it('refuses what a session sends after its end, and stores nothing of it', async () => {
    const { draft, channel, sessionId } = await pairDraft();
    await stores().messages.append(draft('before'));
    await stores().sessions.end(sessionId);
    const error = await stores()
      .messages.append(draft('after'))
      .catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Refusal).with.property('code', 'unauthorized');
    expect(await stores().channels.lastSeq(channel.id)).to.equal(1);
  });

  it('lets two people use the same clientId', async () => {
    const { draft, other } = await pairDraft();
    const mine = draft('mine');
    await stores().messages.append(mine);
    const { message, repeated } = await stores().messages.append({
      ...draft('theirs', other.id),
      clientId: mine.clientId,
    });
    expect([message.seq, repeated]).to.deep.equal([2, false]);
  });

  it('stores any text exactly', async () => {
    const { draft, channel } = await pairDraft();
    const bodies = [
      '😀 straße\r\n\t"\\',
      "'; DROP TABLE Message; -- \\",
      ' padded ',
      '﷽'.repeat(4_000),
      '😀'.repeat(4_000),
      '\u0001\u202e',
    ];
    await Promise.all(bodies.map((body) => stores().messages.append(draft(body))));
    expect((await stores().messages.range(channel.id, 1, 10)).map((message) => message.body)).to.deep.equal(bodies);
  });

  it('reads a range ascending, with times and ids as they were given', async () => {
    const { draft, channel, one } = await pairDraft();
    const drafts = ['a', 'b', 'c', 'd'].map((body) => draft(body));
    for (const one of drafts) await stores().messages.append(one);
    const range = await stores().messages.range(channel.id, 2, 3);
    expect(range.map((message) => message.clientId)).to.deep.equal(drafts.slice(1, 3).map((one) => one.clientId));
    expect(range.every((message) => message.senderId === one.id)).to.equal(true);
    expect(Math.abs(Date.now() - (range[0]?.sentAt.getTime() ?? 0))).to.be.below(60_000);
  });

  it('keeps each channel in order when many are appended to at once', async () => {
    const { one, sessionId } = await pairDraft();
    const pairs = await Promise.all(Array.from({ length: 30 }, () => makePair(stores(), one)));
    const drafts = pairs.flatMap(({ channel }) =>
      Array.from(
        { length: 20 },
        (_, index): NewMessage => ({
          channelId: channel.id,
          senderId: one.id,
          sessionId,
          clientId: randomUUID(),
          body: `${index}`,
        }),
      ),
    );
    await Promise.all(drafts.map((draft) => stores().messages.append(draft)));
    for (const { channel } of pairs) {
      const bodies = (await stores().messages.range(channel.id, 1, 50)).map((message) => message.body);
      expect(bodies).to.deep.equal(Array.from({ length: 20 }, (_, index) => `${index}`));
    }
  });

  it('refuses what an ended session sends, and what none does, a repeat too; nothing of it is stored', async () => {
    const { draft, channel, one } = await pairDraft();
    const sessionId = await makeSession(stores(), one.id);
    const before = { ...draft('while it lived'), sessionId };
    await stores().messages.append(before);
    await stores().sessions.end(sessionId);
    for (const late of [before, { ...draft('too late'), sessionId }, { ...draft('of nobody'), sessionId: 'none' }]) {
      expect(await codeOf(stores().messages.append(late)), late.body).to.equal('unauthorized');
    }
    expect(await stores().channels.lastSeq(channel.id)).to.equal(1);
  });

  it('refuses the draft of an ended session alone, not the others of its batch', async () => {
    const { draft } = await pairDraft();
    const drafts = ['a', 'b', 'c', 'd'].map((body) => draft(body));
    const [, second] = drafts;
    if (second) second.sessionId = 'ended';
    const codes = await Promise.all(drafts.map((one) => codeOf(stores().messages.append(one))));
    expect(codes).to.deep.equal(['accepted', 'unauthorized', 'accepted', 'accepted']);
  });
});
