/** Makes the changes of one conversation one after the other, in the order of their calls; conversations do not wait for each other. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import { queueLimits } from '../../policy/connection-limits.ts';
import { deadlines } from '../../policy/deadlines.ts';
import { LimitRefusal } from '../../policy/limit-refusal.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { restMs } from './busy-conversations.ts';

const late = ['unavailable', 'The change could not be stored in time. Making it again is safe.'] as const;

export interface ChangeLanes {
  /**
   * Runs the attempt in its turn, and again while it answers null: another node holds the conversation. The attempt is not
   * made any more after the deadline of its caller.
   * @throws Refusal `unavailable`
   */
  run<T>(channelId: ConversationId, attempt: () => Promise<T | null>): Promise<T>;
}

export function createChangeLanes(): ChangeLanes {
  /** The last change of each conversation; never rejects. */
  const lasts = new Map<ConversationId, Promise<unknown>>();
  let waiting = 0;

  return {
    async run(channelId, attempt) {
      if (waiting >= queueLimits.changeQueue.points) throw new LimitRefusal('changeQueue', ...late);
      waiting += 1;
      const until = performance.now() + deadlines.store;
      const earlier = lasts.get(channelId) ?? Promise.resolve();
      const run = earlier.then(() => attemptUntil(until, attempt));
      const last = run.catch(() => {});
      lasts.set(channelId, last);
      try {
        return await run;
      } finally {
        waiting -= 1;
        if (lasts.get(channelId) === last) lasts.delete(channelId);
      }
    },
  };
}

/** No connection is held while the conversation is busy, so that a locked conversation delays no other. */
async function attemptUntil<T>(until: number, attempt: () => Promise<T | null>): Promise<T> {
  for (let rest = restMs.first; performance.now() < until; rest = Math.min(rest * 2, restMs.last)) {
    const result = await attempt();
    if (result !== null) return result;
    await sleep(rest);
  }
  throw new Refusal(...late);
}
