/** The messages that wait for the next batch, in order of arrival. */
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import type { NewMessage } from '../../engine/ports/message-port.ts';
import type { BusyConversations } from './busy-conversations.ts';
import type { PendingMessage, QueueLimit } from './pending-message.ts';
import { createQueueRoom } from './queue-room.ts';

/** The most messages in one transaction: larger batches gain little and delay their first message. */
const batchMax = 256;

/** The most messages of one conversation in a batch: a busy sender delays the others by no more than this. */
const conversationMax = 32;

export interface WaitingMessages {
  isEmpty(): boolean;
  size(): number;
  /** The limit that one more message would exceed; null while there is room. */
  exceededBy(message: NewMessage): QueueLimit | null;
  push(pending: PendingMessage): void;
  /** Puts messages of a batch back to the front, so that their conversations stay in order. */
  putBack(batch: readonly PendingMessage[]): void;
  /** Removes the next batch: as many messages as fit, none of a resting conversation. */
  takeBatch(busy: BusyConversations): PendingMessage[];
  /** Removes the messages that arrived before `time`. */
  takeBefore(time: number): PendingMessage[];
}

export function createWaitingMessages(): WaitingMessages {
  let waiting: PendingMessage[] = [];
  const room = createQueueRoom();

  function takeBatch(busy: BusyConversations): PendingMessage[] {
    const { batch, rest } = split(waiting, busy);
    waiting = rest;
    room.give(batch);
    return batch;
  }

  function takeBefore(time: number): PendingMessage[] {
    const taken = waiting.filter(({ since }) => since < time);
    if (taken.length > 0) waiting = waiting.filter(({ since }) => since >= time);
    room.give(taken);
    return taken;
  }

  return {
    isEmpty: () => waiting.length === 0,
    size: () => waiting.length,
    exceededBy: room.exceededBy,
    push(pending) {
      waiting.push(pending);
      room.take([pending]);
    },
    putBack(batch) {
      waiting.unshift(...batch);
      room.take(batch);
    },
    takeBatch,
    takeBefore,
  };
}

/** The next batch, and what waits on. */
function split(waiting: readonly PendingMessage[], busy: BusyConversations) {
  const now = performance.now();
  const taken = new Map<ConversationId, number>();
  const batch: PendingMessage[] = [];
  const rest: PendingMessage[] = [];
  for (const pending of waiting) {
    const { channelId } = pending.message;
    const count = taken.get(channelId) ?? 0;
    if (batch.length === batchMax || count === conversationMax || busy.isResting(channelId, now)) {
      rest.push(pending);
      continue;
    }
    taken.set(channelId, count + 1);
    batch.push(pending);
  }
  return { batch, rest };
}
