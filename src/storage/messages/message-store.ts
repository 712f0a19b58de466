/** Stores messages: appends them in batches, reads them by ranges. */
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import type { MessagePlace, MessageStore, NewMessage, StoredMessage } from '../../engine/ports/message-port.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Database } from '../database/database.ts';
import { guardStore, type OnUnavailable, toRefusal } from '../database/database-faults.ts';
import type { Writer } from '../database/writer.ts';
import { commitBatch } from './append-batch.ts';
import type { AppendOutcome } from './append-outcome.ts';
import { type AppendObserver, createAppendQueue } from './append-queue.ts';
import { firstSinceEach } from './first-since.ts';
import { statesInRange } from './message-states.ts';
import { rowsWithStatesAt } from './rows-with-states.ts';
import { toShown } from './shown-messages.ts';

/** @param onUnavailable - called with the database's error when a call is refused as `unavailable`. */
export function createMessageStore(
  database: Database,
  writer: Writer,
  onUnavailable: OnUnavailable,
  observer?: AppendObserver,
): MessageStore {
  async function range(channelId: ConversationId, from: number, to: number, hasChanges = true) {
    const states = hasChanges ? await statesInRange(database, channelId, from, to) : new Map();
    const where = { channelId, seq: { gte: from, lte: to } };
    return toShown(database, await database.client.message.findMany({ where, orderBy: { seq: 'asc' } }), states);
  }

  const since = (channelId: ConversationId, times: readonly Date[], lastSeq: number) =>
    firstSinceEach(database, channelId, times, lastSeq);

  async function firstSince(channelId: ConversationId, at: Date, lastSeq: number): Promise<number> {
    const [first = lastSeq + 1] = await since(channelId, [at], lastSeq);
    return first;
  }

  async function commit(messages: NewMessage[]): Promise<AppendOutcome[]> {
    const startedAt = performance.now();
    try {
      return await commitBatch(database, writer, messages);
    } catch (error) {
      if (toRefusal(error) instanceof Refusal) onUnavailable(error);
      throw error;
    } finally {
      observer?.onBatch(messages.length, (performance.now() - startedAt) / 1_000);
    }
  }

  // The queue has its own time limit: one timer for all waiting messages instead of one for each.
  const at: MessageStore['at'] = (places) => messagesAt(database, places);
  const reads = guardStore({ range, at, firstSince, firstSinceEach: since }, onUnavailable);
  return { append: createAppendQueue(commit, observer), ...reads };
}

async function messagesAt(database: Database, places: readonly MessagePlace[]): Promise<StoredMessage[]> {
  if (places.length === 0) return [];
  const { rows, states } = await rowsWithStatesAt(database, places);
  return toShown(database, rows, states);
}
