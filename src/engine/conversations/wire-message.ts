/** Messages as the wire shows them: with usernames, and with the optional fields of their state. */
import type { Message } from '../../protocol/shapes.ts';
import type { UserId } from '../ports/identifiers.ts';
import type { StoredMessage } from '../ports/message-port.ts';
import type { MessageState } from '../ports/message-state.ts';

/** One of the two users of a conversation. */
export interface Named {
  id: UserId;
  username: string;
}

/** @param one - a member of the conversation, `other` the other one. */
export function toMessage(row: StoredMessage, one: Named, other: Named): Message {
  const { channelId, seq, senderId, body, clientId, sentAt, state } = row;
  const [from, to] = senderId === one.id ? [one, other] : [other, one];
  const message = {
    channelId,
    seq,
    from: from.username,
    to: to.username,
    body,
    clientId,
    sentAt: sentAt.toISOString(),
  };
  return state ? { ...message, ...stateFields(state) } : message;
}

/** An absent field means "none". */
function stateFields({ rev, editedAt, deletedAt }: MessageState): Partial<Message> {
  return {
    rev,
    ...(editedAt ? { editedAt: editedAt.toISOString() } : {}),
    ...(deletedAt ? { deletedAt: deletedAt.toISOString() } : {}),
  };
}
