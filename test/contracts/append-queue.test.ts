/** How waiting messages are gathered: fair to every conversation, in order, patient with a channel that is held elsewhere. */

import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import type { NewMessage } from '../../src/engine/ports/message-port.ts';
import { deadlines } from '../../src/policy/deadlines.ts';
import { Refusal } from '../../src/protocol/refusals.ts';
import { createAppendQueue, type Outcome } from '../../src/storage/messages/append-queue.ts';
import { until } from '../support/waiting.ts';
import { codeOf } from './fixtures.ts';

const draftFor = (channelId: string, body = ''): NewMessage => ({
  channelId,
  senderId: 'a',
  sessionId: 's',
  clientId: randomUUID(),
  body,
});

/** What was committed, batch by batch; `held` channels are busy. */
function useQueue(held = new Set<string>()) {
  const batches: NewMessage[][] = [];
  const append = createAppendQueue(async (drafts) => {
    batches.push(drafts);
    return drafts.map((draft): Outcome => {
      const { sessionId: _, ...message } = draft;
      if (held.has(draft.channelId)) return 'busy';
      return { message: { ...message, seq: 1, sentAt: new Date() }, repeated: false };
    });
  });
  return { batches, append };
}

describe('append queue', () => {
  it('commits together what was sent at once, in the order it came in', async () => {
    const { batches, append } = useQueue();
    const bodies = Array.from({ length: 20 }, (_, index) => `${index}`);
    await Promise.all(bodies.map((body) => append(draftFor('one', body))));
    expect(batches.map((batch) => batch.map((draft) => draft.body))).to.deep.equal([bodies]);
  });

  it('takes no more than a share of a batch from one conversation, and keeps its order', async () => {
    const { batches, append } = useQueue();
    const hot = Array.from({ length: 100 }, (_, index) => append(draftFor('hot', `${index}`)));
    await Promise.all([...hot, append(draftFor('calm'))]);
    const [first = []] = batches;
    expect(first.filter((draft) => draft.channelId === 'hot').length).to.be.below(hot.length);
    expect(first.at(-1)?.channelId).to.equal('calm');
    const sent = batches.flat().filter((draft) => draft.channelId === 'hot');
    expect(sent.map((draft) => draft.body)).to.deep.equal(hot.map((_, index) => `${index}`));
  });

  it('asks for a held channel less and less often, while the others go on', async () => {
    const held = new Set(['held']);
    const { batches, append } = useQueue(held);
    const stuck = append(draftFor('held'));
    const asked = () => batches.filter((batch) => batch.some((draft) => draft.channelId === 'held')).length;
    await until('the held channel was asked for a few times', () => asked() >= 3);
    const before = asked();
    for (let index = 0; index < 200; index += 1) await append(draftFor(`free ${index}`));
    expect(asked() - before, 'of 200 batches').to.be.below(50);
    held.clear();
    expect(await stuck).to.include({ repeated: false });
  });

  it('keeps nobody waiting while it leaves a held channel alone', async () => {
    const clock = install({ toFake: ['setTimeout'] });
    const held = new Set(['held']);
    const { batches, append } = useQueue(held);
    const stuck = append(draftFor('held'));
    try {
      while (batches.length === 0) await setImmediate();
      await setImmediate();
      // No time passes: whoever waits for a timer waits for ever.
      expect(await append(draftFor('free'))).to.include({ repeated: false });
    } finally {
      clock.uninstall();
    }
    held.clear();
    expect(await stuck).to.include({ repeated: false });
  });

  describe('of a message whose sender was told that it took too long', () => {
    /** What is said of it when the commit has this outcome at last, and how often it was tried. */
    async function lateOutcome(outcomeOf: (draft: NewMessage) => Outcome) {
      const clock = install({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
      try {
        let settle = (_: Outcome[]) => {};
        let commits = 0;
        const append = createAppendQueue((drafts) => {
          commits += 1;
          return new Promise((resolve) => {
            settle = () => resolve(drafts.map(outcomeOf));
          });
        });
        const told: string[] = [];
        const sent = codeOf(append(draftFor('one', 'late'), ({ body }) => told.push(body)));
        while (commits === 0) await setImmediate();
        clock.tick(2 * deadlines.store);
        expect(await sent).to.equal('unavailable');
        expect(told).to.deep.equal([]);
        settle([]);
        // Longer than a held channel is left alone, and not as long as until the next look for who waits too long.
        for (let turn = 0; turn < 10; turn += 1) await setImmediate();
        clock.tick(100);
        for (let turn = 0; turn < 10; turn += 1) await setImmediate();
        return { told, commits };
      } finally {
        clock.uninstall();
      }
    }
    const stored = ({ sessionId: _, ...draft }: NewMessage, repeated: boolean) => ({
      message: { ...draft, seq: 1, sentAt: new Date() },
      repeated,
    });

    it('tells whoever appended it when it is stored all the same', async () => {
      expect(await lateOutcome((draft) => stored(draft, false))).to.deep.equal({ told: ['late'], commits: 1 });
    });

    it('says nothing when it had been stored before, or was refused', async () => {
      expect(await lateOutcome((draft) => stored(draft, true))).to.deep.equal({ told: [], commits: 1 });
      const refused = await lateOutcome(() => new Refusal('forbidden', 'Blocked.'));
      expect(refused).to.deep.equal({ told: [], commits: 1 });
    });

    it('does not try again what found its channel held', async () => {
      expect(await lateOutcome(() => 'busy')).to.deep.equal({ told: [], commits: 1 });
    });
  });

  it('tells nothing of what was stored in time but its sender', async () => {
    const { append } = useQueue();
    const told: unknown[] = [];
    await append(draftFor('one'), (message) => told.push(message));
    expect(told).to.deep.equal([]);
  });
});
