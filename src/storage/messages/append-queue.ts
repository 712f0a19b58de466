/** Gathers what all conversations of this node send: while one batch commits, the next one fills. No timer, no wait when idle. */

import { setImmediate } from 'node:timers/promises';
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import type { Appended, NewMessage, StoredMessage } from '../../engine/ports/message-port.ts';
import { deadlines } from '../../policy/deadlines.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { toRefusal } from '../database/database-faults.ts';

/** What became of a draft: stored now or before, refused, or `busy`: another node holds its channel. */
export type Outcome = Appended | Refusal | 'busy';

type Late = (message: StoredMessage) => void;

interface Waiting {
  draft: NewMessage;
  since: number;
  resolve: (appended: Appended) => void;
  reject: (error: unknown) => void;
  late: Late;
  /** The sender was told that it took too long. */
  refused: boolean;
}

/** The most drafts in one transaction: beyond this, larger batches bring little and delay the first of them. */
const batchMax = 256;

/** The most drafts that wait; more are refused at once rather than late. */
const waitingMax = 10_000;

/** The most drafts of one channel in a batch: whoever writes without end delays the others by no more than this. */
const channelMax = 32;

/** How long a channel that another node holds is left alone, in milliseconds: at first, and twice as long each time up to the last. */
const restMs = { first: 4, last: 64 };

const tooLate = () => new Refusal('unavailable', 'The message could not be stored in time. Sending it again is safe.');

/** @param commit - stores the drafts in one transaction; one outcome for each, in order. */
export function createAppendQueue(
  commit: (drafts: NewMessage[]) => Promise<Outcome[]>,
): (draft: NewMessage, late?: Late) => Promise<Appended> {
  let waiting: Waiting[] = [];
  let committing: Waiting[] = [];
  /** Channels that another node holds, until when they are left alone and for how long: nobody else waits for them. */
  const resting = new Map<ConversationId, { until: number; ms: number }>();
  let running = false;
  /** Ends the rest of the loop, if it rests. */
  let wake = () => {};

  function append(draft: NewMessage, late: Late = () => {}): Promise<Appended> {
    if (waiting.length >= waitingMax) return Promise.reject(tooLate());
    return new Promise((resolve, reject) => {
      waiting.push({ draft, since: performance.now(), resolve, reject, late, refused: false });
      if (!running) void run();
      else if (!resting.has(draft.channelId)) wake();
    });
  }

  async function run(): Promise<void> {
    running = true;
    const watch = setInterval(refuseLate, deadlines.store / 10);
    while (waiting.length > 0) {
      // What other sockets have sent by now joins the batch; SQLite commits without ever letting them be heard.
      await setImmediate();
      committing = take();
      if (committing.length === 0) await rested();
      else await store();
    }
    clearInterval(watch);
    resting.clear();
    running = false;
  }

  async function store(): Promise<void> {
    const busy = settle(committing, await attempt(committing.map((one) => one.draft)));
    const held = new Set(busy.map((one) => one.draft.channelId));
    for (const { draft } of committing) if (!held.has(draft.channelId)) resting.delete(draft.channelId);
    for (const channelId of held) rest(channelId);
    committing = [];
    waiting.unshift(...busy); // First again, so that a conversation stays in order.
  }

  /** All that waits is held elsewhere; what comes for another channel does not wait for that. */
  function rested(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, restMs.first);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function rest(channelId: ConversationId): void {
    const before = resting.get(channelId)?.ms ?? restMs.first / 2;
    const ms = Math.min(before * 2, restMs.last);
    resting.set(channelId, { until: performance.now() + ms, ms });
  }

  /** As many as may go into a batch, in the order they came in; what has to wait keeps its place. */
  function take(): Waiting[] {
    const now = performance.now();
    const taken = new Map<ConversationId, number>();
    const batch: Waiting[] = [];
    const later: Waiting[] = [];
    for (const one of waiting) {
      const { channelId } = one.draft;
      const count = taken.get(channelId) ?? 0;
      const isFree = count < channelMax && (resting.get(channelId)?.until ?? 0) <= now;
      if (batch.length === batchMax || !isFree) {
        later.push(one);
        continue;
      }
      taken.set(channelId, count + 1);
      batch.push(one);
    }
    waiting = later;
    return batch;
  }

  async function attempt(drafts: NewMessage[]): Promise<Outcome[]> {
    try {
      return await commit(drafts);
    } catch (error) {
      const refusal = toRefusal(error);
      if (drafts.length === 1 || refusal instanceof Refusal) return drafts.map(() => refusal as Refusal);
      // A defect in one draft is no reason to refuse the others.
      const outcomes: Outcome[] = [];
      for (const draft of drafts) outcomes.push(...(await attempt([draft])));
      return outcomes;
    }
  }

  function refuseLate(): void {
    const late = performance.now() - deadlines.store;
    for (const one of [...committing, ...waiting]) {
      if (one.since >= late || one.refused) continue;
      one.refused = true;
      one.reject(tooLate());
    }
    waiting = waiting.filter((one) => one.since >= late);
  }

  return append;
}

/**
 * Tells each sender; answers those that wait on. Of what was stored though its sender was refused meanwhile, whoever
 * appended it is told all the same. What was refused and not stored is not tried again.
 */
function settle(batch: Waiting[], outcomes: Outcome[]): Waiting[] {
  batch.forEach((one, index) => {
    const outcome = outcomes[index];
    if (outcome === 'busy') return;
    if (!outcome || !('message' in outcome && 'repeated' in outcome)) one.reject(outcome);
    else if (!one.refused) one.resolve(outcome);
    else if (!outcome.repeated) one.late(outcome.message);
  });
  return batch.filter((one, index) => outcomes[index] === 'busy' && !one.refused);
}
