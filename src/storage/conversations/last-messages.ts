/** Reads the last message of each of some conversations. */
import type { ConversationRecord } from '../../engine/ports/conversation-port.ts';
import type { StoredMessage } from '../../engine/ports/message-port.ts';
import type { Database } from '../database/database.ts';
import { statesAt } from '../messages/message-states.ts';
import { toShown } from '../messages/shown-messages.ts';

/** Each of them holds a message. */
export async function lastMessages(
  database: Database,
  conversations: readonly ConversationRecord[],
): Promise<StoredMessage[]> {
  if (conversations.length === 0) return [];
  const placeOf = ({ id, lastSeq }: ConversationRecord) => ({ channelId: id, seq: lastSeq });
  const changed = conversations.filter(({ rev }) => rev > 0);
  const states = await statesAt(database, changed.map(placeOf));
  const rows = await database.client.message.findMany({ where: { OR: conversations.map(placeOf) } });
  return toShown(database, rows, states);
}
