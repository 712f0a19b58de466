/** Messages as the wire shows them: with usernames, and with the optional fields of their state. */
import { limits } from '../../protocol/limits.ts';
import type { Message } from '../../protocol/shapes.ts';
import { toWireFile } from '../files/wire-file.ts';
import type { UserId } from '../ports/identifiers.ts';
import type { StoredMessage } from '../ports/message-port.ts';
import type { MessageState, Reaction } from '../ports/message-state.ts';

/** One of the two users of a conversation. */
export interface Named {
  id: UserId;
  username: string;
}

/** @param one - a member of the conversation, `other` the other one. */
export function toMessage(row: StoredMessage, one: Named, other: Named): Message {
  const { channelId, seq, senderId, body, clientId, sentAt, state, quote, files } = row;
  const [from, to] = senderId === one.id ? [one, other] : [other, one];
  const nameOf = (id: UserId) => (id === one.id ? one.username : other.username);
  const message: Message = {
    channelId,
    seq,
    from: from.username,
    to: to.username,
    body,
    clientId,
    sentAt: sentAt.toISOString(),
  };
  // Most messages have none of these: for them nothing is copied.
  if (quote) {
    const { seq: quotedSeq, senderId: author, excerpt } = quote;
    message.replyTo = { seq: quotedSeq, from: nameOf(author), excerpt, ...(quote.files && { files: quote.files }) };
  }
  if (files) message.files = files.map(toWireFile);
  return state ? Object.assign(message, stateFields(state, nameOf)) : message;
}

/** The message with its body cut to the length that a list shows. */
export function previewOf(message: Message): Message {
  if (message.body.length <= limits.previewLength) return message;
  return { ...message, body: [...message.body].slice(0, limits.previewLength).join('') };
}

/** An absent field means "none". */
function stateFields(state: MessageState, nameOf: (id: UserId) => string): Partial<Message> {
  const { rev, editedAt, deletedAt, pinned, reactions } = state;
  return {
    rev,
    ...(editedAt ? { editedAt: editedAt.toISOString() } : {}),
    ...(deletedAt ? { deletedAt: deletedAt.toISOString() } : {}),
    ...(reactions.length > 0 ? { reactions: byEmoji(reactions, nameOf) } : {}),
    ...(pinned ? { pinned: { by: nameOf(pinned.by), at: pinned.at.toISOString() } } : {}),
  };
}

/** The emoji in order of their oldest reaction, each with its users in order of theirs. */
function byEmoji(reactions: readonly Reaction[], nameOf: (id: UserId) => string): { emoji: string; by: string[] }[] {
  const found = new Map<string, string[]>();
  for (const { emoji, by } of reactions) found.set(emoji, [...(found.get(emoji) ?? []), nameOf(by)]);
  return [...found].map(([emoji, by]) => ({ emoji, by }));
}
