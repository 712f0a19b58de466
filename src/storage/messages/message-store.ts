/** The rows of messages: appended in batches, read by ranges. */
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import type { MessageStore } from '../../engine/ports/message-port.ts';
import type { Database } from '../database/database.ts';
import { guardStore } from '../database/database-faults.ts';
import type { Writer } from '../database/writer.ts';
import { commitBatch } from './append-batch.ts';
import { createAppendQueue } from './append-queue.ts';
import { asStoredMessage } from './message-rows.ts';

export function createMessageStore(database: Database, writer: Writer): MessageStore {
  async function range(channelId: ConversationId, from: number, to: number) {
    const where = { channelId, seq: { gte: from, lte: to } };
    return (await database.client.message.findMany({ where, orderBy: { seq: 'asc' } })).map(asStoredMessage);
  }

  // The queue has a time limit of its own: one timer for all that waits, not one for each message.
  return { append: createAppendQueue((drafts) => commitBatch(database, writer, drafts)), ...guardStore({ range }) };
}
