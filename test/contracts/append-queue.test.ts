/** The append queue: fair batches, order within a conversation, busy conversations, late commits. */

import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import type { NewMessage } from '../../src/engine/ports/message-port.ts';
import { queueLimits } from '../../src/policy/connection-limits.ts';
import { deadlines } from '../../src/policy/deadlines.ts';
import { Refusal } from '../../src/protocol/refusals.ts';
import { type AppendOutcome, busy, refused } from '../../src/storage/messages/append-outcome.ts';
import { createAppendQueue } from '../../src/storage/messages/append-queue.ts';
import { until } from '../support/waiting.ts';
import { codeOf } from './fixtures.ts';

const newMessage = (channelId: string, body = ''): NewMessage => ({
  channelId,
  senderId: 'a',
  sessionId: 's',
  clientId: randomUUID(),
  body,
});

const stored = ({ sessionId: _, ...message }: NewMessage, repeated = false): AppendOutcome => ({
  kind: 'stored',
  message: { ...message, seq: 1, sentAt: new Date() },
  repeated,
  ageMs: 0,
});

/** A queue with the batches that it committed; conversations in `held` are busy. */
function useQueue(held = new Set<string>()) {
  const batches: NewMessage[][] = [];
  const append = createAppendQueue(async (messages) => {
    batches.push(messages);
    return messages.map((message) => (held.has(message.channelId) ? busy : stored(message)));
  });
  return { batches, append };
}

describe('append queue', () => {
  it('commits messages sent at once in one batch, in order of arrival', async () => {
    const { batches, append } = useQueue();
    const bodies = Array.from({ length: 20 }, (_, index) => `${index}`);
    await Promise.all(bodies.map((body) => append(newMessage('one', body))));
    expect(batches.map((batch) => batch.map(({ body }) => body))).to.deep.equal([bodies]);
  });

  it('limits the share of one conversation in a batch and keeps its order', async () => {
    const { batches, append } = useQueue();
    const hot = Array.from({ length: 100 }, (_, index) => append(newMessage('hot', `${index}`)));
    await Promise.all([...hot, append(newMessage('calm'))]);
    const [first = []] = batches;
    expect(first.filter(({ channelId }) => channelId === 'hot').length).to.be.below(hot.length);
    expect(first.at(-1)?.channelId).to.equal('calm');
    const sent = batches.flat().filter(({ channelId }) => channelId === 'hot');
    expect(sent.map(({ body }) => body)).to.deep.equal(hot.map((_, index) => `${index}`));
  });

  it('refuses more messages than its limits in number and bytes allow, and has room again when they are stored', async () => {
    const { append } = useQueue();
    const { appendQueue, appendQueueBytes } = queueLimits;
    const large = 'x'.repeat(64_000);
    for (const [body, fitting] of [
      ['', appendQueue.points],
      [large, Math.floor(appendQueueBytes.points / (large.length * 2))],
    ] as const) {
      const sent = Array.from({ length: fitting + 1 }, (_, index) => codeOf(append(newMessage(`${index}`, body))));
      const codes = await Promise.all(sent);
      expect(codes.slice(0, fitting)).to.deep.equal(Array(fitting).fill('accepted'));
      expect(codes.at(-1)).to.equal('unavailable');
      expect(await codeOf(append(newMessage('one', body)))).to.equal('accepted');
    }
  });

  it('tries a busy conversation less and less often, while the others go on', async () => {
    const held = new Set(['held']);
    const { batches, append } = useQueue(held);
    const stuck = append(newMessage('held'));
    const tries = () => batches.filter((batch) => batch.some(({ channelId }) => channelId === 'held')).length;
    await until('the busy conversation was tried a few times', () => tries() >= 3);
    const before = tries();
    for (let index = 0; index < 200; index += 1) await append(newMessage(`free ${index}`));
    expect(tries() - before, 'tries in 200 batches').to.be.below(50);
    held.clear();
    expect(await stuck).to.include({ repeated: false });
  });

  it('commits other conversations at once while a busy one rests', async () => {
    const clock = install({ toFake: ['setTimeout'] });
    const held = new Set(['held']);
    const { batches, append } = useQueue(held);
    const stuck = append(newMessage('held'));
    try {
      while (batches.length === 0) await setImmediate();
      await setImmediate();
      // The fake clock stands still: a message that waited for a timer would wait for ever.
      expect(await append(newMessage('free'))).to.include({ repeated: false });
    } finally {
      clock.uninstall();
    }
    held.clear();
    expect(await stuck).to.include({ repeated: false });
  });

  it('reports each stored message once, in order, before its promise settles', async () => {
    const { append } = useQueue();
    const events: string[] = [];
    const send = (body: string) =>
      append(newMessage('one', body), (message) => events.push(`stored ${message.body}`)).then(() =>
        events.push(`settled ${body}`),
      );
    await Promise.all([send('a'), send('b')]);
    expect(events).to.deep.equal(['stored a', 'stored b', 'settled a', 'settled b']);
  });

  it('reports nothing of a repeat or a refused message', async () => {
    const outcomes = [stored(newMessage('one'), true), refused(new Refusal('forbidden', 'Blocked.'))];
    const append = createAppendQueue(async () => outcomes.splice(0, 1));
    const reported: unknown[] = [];
    const report = (message: unknown) => reported.push(message);
    expect(await append(newMessage('one'), report)).to.include({ repeated: true });
    expect(await codeOf(append(newMessage('one'), report))).to.equal('forbidden');
    expect(reported).to.deep.equal([]);
  });

  it('fails only the message with a defect and stores the others of its batch', async () => {
    const append = createAppendQueue(async (messages) => {
      if (messages.some(({ body }) => body === 'bad')) throw new Error('defect');
      return messages.map((message) => stored(message));
    });
    const sends = ['a', 'bad', 'b'].map((body) => append(newMessage('one', body)));
    const settled = await Promise.allSettled(sends);
    expect(settled.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
  });

  describe('with a message that was refused as too late', () => {
    /** The reports of `onStored` and the number of commits, when the commit has this outcome after all. */
    async function lateOutcome(outcomeOf: (message: NewMessage) => AppendOutcome) {
      const clock = install({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
      try {
        let finish = () => {};
        let commits = 0;
        const append = createAppendQueue((messages) => {
          commits += 1;
          return new Promise((resolve) => {
            finish = () => resolve(messages.map(outcomeOf));
          });
        });
        const reported: string[] = [];
        const sent = codeOf(append(newMessage('one', 'late'), ({ body }) => reported.push(body)));
        while (commits === 0) await setImmediate();
        clock.tick(2 * deadlines.store);
        expect(await sent).to.equal('unavailable');
        expect(reported).to.deep.equal([]);
        finish();
        // Longer than a busy conversation rests, shorter than the interval of the deadline watch.
        for (let turn = 0; turn < 10; turn += 1) await setImmediate();
        clock.tick(100);
        for (let turn = 0; turn < 10; turn += 1) await setImmediate();
        return { reported, commits };
      } finally {
        clock.uninstall();
      }
    }

    it('reports the message when it is stored after all', async () => {
      expect(await lateOutcome((message) => stored(message))).to.deep.equal({ reported: ['late'], commits: 1 });
    });

    it('reports nothing when the message was a repeat or was refused', async () => {
      expect(await lateOutcome((message) => stored(message, true))).to.deep.equal({ reported: [], commits: 1 });
      const outcome = await lateOutcome(() => refused(new Refusal('forbidden', 'Blocked.')));
      expect(outcome).to.deep.equal({ reported: [], commits: 1 });
    });

    it('never tries the message again when its conversation was busy', async () => {
      expect(await lateOutcome(() => busy)).to.deep.equal({ reported: [], commits: 1 });
    });
  });
});
