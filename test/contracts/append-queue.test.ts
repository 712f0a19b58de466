/** How waiting messages are gathered: fair to every conversation, in order, patient with a channel that is held elsewhere. */
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { install } from '@sinonjs/fake-timers';
import { expect } from 'chai';
import type { Draft } from '../../src/chat/ports.ts';
import { createAppendQueue, type Outcome } from '../../src/storage/append-queue.ts';
import { until } from '../support/waiting.ts';

const draftFor = (channelId: string, body = ''): Draft => ({
  channelId,
  senderId: 'a',
  sessionId: 's',
  clientId: randomUUID(),
  body,
});

/** What was committed, batch by batch; `held` channels are busy. */
function useQueue(held = new Set<string>()) {
  const batches: Draft[][] = [];
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
    try {
      const { batches, append } = useQueue(new Set(['held']));
      append(draftFor('held')).catch(() => {});
      while (batches.length === 0) await setImmediate();
      await setImmediate();
      // No time passes: whoever waits for a timer waits for ever.
      expect(await append(draftFor('free'))).to.include({ repeated: false });
    } finally {
      clock.uninstall();
    }
  });
});
