/** Batches the messages of all conversations of this node: while one batch commits, the next one fills. */

import { setImmediate } from 'node:timers/promises';
import type { MessageStore, NewMessage } from '../../engine/ports/message-port.ts';
import { deadlines } from '../../policy/deadlines.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { toRefusal } from '../database/database-faults.ts';
import type { AppendOutcome } from './append-outcome.ts';
import { type BusyConversations, createBusyConversations, restMs } from './busy-conversations.ts';
import { type PendingMessage, queueFull, refuseLate, type Settlement, settle } from './pending-message.ts';
import { createWaitingMessages, type WaitingMessages } from './waiting-messages.ts';

/** Stores the messages in one transaction; one outcome for each, in order. */
export type CommitBatch = (messages: NewMessage[]) => Promise<AppendOutcome[]>;

/** Observes the queue, for the metrics. */
export interface AppendObserver {
  /** A transaction has ended, with or without success. */
  onBatch(messages: number, seconds: number): void;
  /** @param length - answers how many messages wait for a batch. */
  watchQueue(length: () => number): void;
}

/** The queue has no timer while it is idle, and an idle queue commits a message at once. */
export function createAppendQueue(commit: CommitBatch, observer?: AppendObserver): MessageStore['append'] {
  const waiting = createWaitingMessages();
  observer?.watchQueue(waiting.size);
  const busy = createBusyConversations();
  const pause = createPause();
  let committing: PendingMessage[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    const watch = setInterval(() => refuseOverdue(committing, waiting), deadlines.store / 10);
    while (!waiting.isEmpty()) {
      // Messages that other sockets have sent by now join the batch: SQLite commits without yielding to the event loop.
      await setImmediate();
      committing = waiting.takeBatch(busy);
      if (committing.length === 0) await pause.start(restMs.first);
      else await storeBatch();
    }
    clearInterval(watch);
    busy.clear();
    running = false;
  }

  async function storeBatch(): Promise<void> {
    const messages = committing.map(({ message }) => message);
    waiting.putBack(settleBatch(committing, await attempt(commit, messages), busy));
    committing = [];
  }

  return (message, onStored = () => {}) => {
    const full = waiting.exceededBy(message);
    if (full) return Promise.reject(queueFull(full));
    return new Promise((resolve, reject) => {
      waiting.push({ message, since: performance.now(), isLate: false, onStored, resolve, reject });
      if (!running) void run();
      else if (!busy.has(message.channelId)) pause.end();
    });
  };
}

/** Refuses messages beyond their deadline; those that are not in a batch yet are not stored any more. */
function refuseOverdue(committing: readonly PendingMessage[], waiting: WaitingMessages): void {
  const overdue = performance.now() - deadlines.store;
  for (const pending of committing) if (pending.since < overdue) refuseLate(pending);
  for (const pending of waiting.takeBefore(overdue)) refuseLate(pending);
}

/** Settles each message of the batch, and lets the busy conversations rest. Answers the messages to be tried again. */
function settleBatch(
  batch: readonly PendingMessage[],
  settlements: readonly Settlement[],
  busy: BusyConversations,
): PendingMessage[] {
  const held = batch.filter((_, index) => settlements[index]?.kind === 'busy');
  const heldIds = new Set(held.map(({ message }) => message.channelId));
  for (const { message } of batch) if (!heldIds.has(message.channelId)) busy.release(message.channelId);
  for (const id of heldIds) busy.rest(id);
  return batch.filter((pending, index) => settle(pending, settlements[index] as Settlement));
}

/** A defect in one message must not refuse the others: a batch that fails by a defect is committed message by message. */
async function attempt(commit: CommitBatch, messages: NewMessage[]): Promise<Settlement[]> {
  try {
    return await commit(messages);
  } catch (failure) {
    const error = toRefusal(failure);
    if (error instanceof Refusal) return messages.map(() => ({ kind: 'refused', refusal: error }));
    if (messages.length === 1) return [{ kind: 'failed', error }];
    const settlements: Settlement[] = [];
    for (const message of messages) settlements.push(...(await attempt(commit, [message])));
    return settlements;
  }
}

/** The pause of the loop while all waiting messages belong to busy conversations; a message of another one ends it. */
function createPause() {
  let end = () => {};
  const start = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return { start, end: () => end() };
}
