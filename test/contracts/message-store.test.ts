/** The contract of the message store: one message per clientId, one order without gaps, ranges by seq. */

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { deleteRule, editRule, pinRule, reactRule } from '../../src/engine/conversations/change-rules.ts';
import type { ChangeRule } from '../../src/engine/ports/change-port.ts';
import type { NewMessage } from '../../src/engine/ports/message-port.ts';
import { Refusal } from '../../src/protocol/refusals.ts';
import { describeStores } from './backends.ts';
import { codeOf, lastSeqOf, makePair, makeSession } from './fixtures.ts';

describeStores('message store', (stores) => {
  async function pairWithMessage() {
    const { conversation, one, other, sessionId } = await makePair(stores());
    const newMessage = (body: string, senderId = one.id): NewMessage => ({
      channelId: conversation.id,
      senderId,
      sessionId,
      clientId: randomUUID(),
      body,
    });
    return { conversation, one, other, sessionId, newMessage };
  }

  it('numbers the messages of a conversation 1, 2, 3 …', async () => {
    const { newMessage, conversation, other } = await pairWithMessage();
    const first = await stores().messages.append(newMessage('one'));
    const second = await stores().messages.append(newMessage('two', other.id));
    expect([first.message.seq, second.message.seq]).to.deep.equal([1, 2]);
    expect(await lastSeqOf(stores(), conversation.id)).to.equal(2);
  });

  it('keeps the order of one caller and leaves no gap when many messages are sent at once', async () => {
    const { newMessage, conversation } = await pairWithMessage();
    const messages = Array.from({ length: 300 }, (_, index) => newMessage(`m${index}`));
    const appended = await Promise.all(messages.map((one) => stores().messages.append(one)));
    expect(appended.map(({ message }) => message.seq)).to.deep.equal(messages.map((_, index) => index + 1));
    const stored = await stores().messages.range(conversation.id, 1, 1_000);
    expect(stored.map((message) => message.body)).to.deep.equal(messages.map((one) => one.body));
  });

  it('answers a repeat with the first message, alone and within one batch', async () => {
    const { newMessage, conversation } = await pairWithMessage();
    const repeated = newMessage('once');
    const answers = await Promise.all([1, 2, 3].map(() => stores().messages.append(repeated)));
    answers.push(await stores().messages.append(repeated));
    expect(new Set(answers.map(({ message }) => message.seq))).to.deep.equal(new Set([1]));
    expect(answers.map((answer) => answer.repeated)).to.deep.equal([false, true, true, true]);
    expect(await lastSeqOf(stores(), conversation.id)).to.equal(1);
  });

  it('refuses a clientId that its sender used for another body or another peer', async () => {
    const { newMessage, one } = await pairWithMessage();
    const first = newMessage('first');
    await stores().messages.append(first);
    const elsewhere = await makePair(stores(), one);
    for (const clash of [
      { ...first, body: 'other' },
      { ...first, channelId: elsewhere.conversation.id },
    ]) {
      const error = await stores()
        .messages.append(clash)
        .catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(Refusal).with.property('code', 'conflict');
    }
    expect(await lastSeqOf(stores(), elsewhere.conversation.id)).to.equal(0);
  });

  it('refuses a message that a session sends after its end, and stores nothing', async () => {
    const { newMessage, conversation, sessionId } = await pairWithMessage();
    await stores().messages.append(newMessage('before'));
    await stores().sessions.end(sessionId);
    const error = await stores()
      .messages.append(newMessage('after'))
      .catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Refusal).with.property('code', 'unauthorized');
    expect(await lastSeqOf(stores(), conversation.id)).to.equal(1);
  });

  it('lets two users use the same clientId', async () => {
    const { newMessage, other } = await pairWithMessage();
    const mine = newMessage('mine');
    await stores().messages.append(mine);
    const { message, repeated } = await stores().messages.append({
      ...newMessage('theirs', other.id),
      clientId: mine.clientId,
    });
    expect([message.seq, repeated]).to.deep.equal([2, false]);
  });

  it('stores any text exactly', async () => {
    const { newMessage, conversation } = await pairWithMessage();
    const bodies = [
      '😀 straße\r\n\t"\\',
      "'; DROP TABLE Message; -- \\",
      ' padded ',
      '﷽'.repeat(4_000),
      '😀'.repeat(4_000),
      '\u0001\u202e',
    ];
    await Promise.all(bodies.map((body) => stores().messages.append(newMessage(body))));
    expect((await stores().messages.range(conversation.id, 1, 10)).map((message) => message.body)).to.deep.equal(
      bodies,
    );
  });

  it('reads a range in ascending order, with times and ids as stored', async () => {
    const { newMessage, conversation, one } = await pairWithMessage();
    const messages = ['a', 'b', 'c', 'd'].map((body) => newMessage(body));
    for (const one of messages) await stores().messages.append(one);
    const range = await stores().messages.range(conversation.id, 2, 3);
    const places = [3, 99, 2].map((seq) => ({ channelId: conversation.id, seq }));
    const atPlaces = await stores().messages.at(places);
    expect(atPlaces.sort((a, b) => a.seq - b.seq)).to.deep.equal(range);
    expect(range.map((message) => message.clientId)).to.deep.equal(messages.slice(1, 3).map((one) => one.clientId));
    expect(range.every((message) => message.senderId === one.id)).to.equal(true);
    expect(Math.abs(Date.now() - (range[0]?.sentAt.getTime() ?? 0))).to.be.below(60_000);
  });

  it('reads changed messages at their places as in a range, each once, with its reactions in order', async () => {
    const { newMessage, conversation, one, other, sessionId } = await pairWithMessage();
    const { id: channelId } = conversation;
    for (const body of ['a', 'b', 'c', 'd']) await stores().messages.append(newMessage(body));
    const rules: [seq: number, rule: ChangeRule][] = [
      [1, editRule(one.id, 'another')],
      [2, reactRule(one.id, '👍', true)],
      [2, reactRule(other.id, '😀', true)],
      [2, pinRule(one.id, true)],
      [3, deleteRule(one.id)],
    ];
    for (const [seq, rule] of rules) {
      await stores().changes.change({ channelId, seq, userId: one.id, sessionId }, rule, () => {});
    }
    const found = await stores().messages.at([4, 3, 2, 1].map((seq) => ({ channelId, seq })));
    expect(found.sort((a, b) => a.seq - b.seq)).to.deep.equal(await stores().messages.range(channelId, 1, 4));
    expect(found[1]?.state?.reactions.map(({ emoji }) => emoji)).to.deep.equal(['👍', '😀']);
  });

  it('finds the first message since each of several times', async () => {
    const { newMessage, conversation } = await pairWithMessage();
    const { append, firstSince, firstSinceEach } = stores().messages;
    expect(await firstSinceEach(conversation.id, [new Date(0), new Date()], 0)).to.deep.equal([1, 1]);
    const sent: Date[] = [];
    for (let number = 1; number <= 9; number += 1) {
      sent.push((await append(newMessage(`${number}`))).message.sentAt);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const around = sent.flatMap((at) => [-1, 0, 1].map((ms) => new Date(at.getTime() + ms)));
    const times = [new Date(0), ...around, new Date(Date.now() + 60_000)];
    const first = times.map((time) => sent.findIndex((at) => at >= time) + 1 || 10);
    expect(await firstSinceEach(conversation.id, times, 9)).to.deep.equal(first);
    for (const [index, time] of times.entries()) {
      expect(await firstSince(conversation.id, time, 9)).to.equal(first[index]);
    }
  });

  it('keeps each conversation in order when many are appended to at once', async () => {
    const { one, sessionId } = await pairWithMessage();
    const pairs = await Promise.all(Array.from({ length: 30 }, () => makePair(stores(), one)));
    const messages = pairs.flatMap(({ conversation }) =>
      Array.from(
        { length: 20 },
        (_, index): NewMessage => ({
          channelId: conversation.id,
          senderId: one.id,
          sessionId,
          clientId: randomUUID(),
          body: `${index}`,
        }),
      ),
    );
    await Promise.all(messages.map((newMessage) => stores().messages.append(newMessage)));
    for (const { conversation } of pairs) {
      const bodies = (await stores().messages.range(conversation.id, 1, 50)).map((message) => message.body);
      expect(bodies).to.deep.equal(Array.from({ length: 20 }, (_, index) => `${index}`));
    }
  });

  it('refuses a message, and a repeat, of a session that has ended or never existed', async () => {
    const { newMessage, conversation, one } = await pairWithMessage();
    const sessionId = await makeSession(stores(), one.id);
    const before = { ...newMessage('while it lived'), sessionId };
    await stores().messages.append(before);
    await stores().sessions.end(sessionId);
    for (const late of [
      before,
      { ...newMessage('too late'), sessionId },
      { ...newMessage('of nobody'), sessionId: 'none' },
    ]) {
      expect(await codeOf(stores().messages.append(late)), late.body).to.equal('unauthorized');
    }
    expect(await lastSeqOf(stores(), conversation.id)).to.equal(1);
  });

  it('refuses only the message of the ended session, not the others of its batch', async () => {
    const { newMessage } = await pairWithMessage();
    const messages = ['a', 'b', 'c', 'd'].map((body) => newMessage(body));
    const [, second] = messages;
    if (second) second.sessionId = 'ended';
    const codes = await Promise.all(messages.map((one) => codeOf(stores().messages.append(one))));
    expect(codes).to.deep.equal(['accepted', 'unauthorized', 'accepted', 'accepted']);
  });
});
