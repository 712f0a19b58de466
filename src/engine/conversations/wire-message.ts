/** Messages as the wire shows them: with usernames, and with the optional fields of their state. */
import { limits } from '../../protocol/limits.ts';
import type { Message } from '../../protocol/shapes.ts';
import { toWireFile } from '../files/wire-file.ts';
import type { UserId } from '../ports/identifiers.ts';
import type { StoredMessage } from '../ports/message-port.ts';
import type { MessageState, Reaction } from '../ports/message-state.ts';

/** A user as messages name it. */
export interface Named {
  id: UserId;
  username: string;
}

/** How messages name the users of their conversation. */
export interface Naming {
  nameOf(id: UserId): string;
  /** The name of the user who gets a message of this sender; null in a room. */
  addresseeOf(senderId: UserId): string | null;
}

/** In notes to oneself both are the same. */
export const pairNaming = (one: Named, other: Named): Naming => ({
  nameOf: (id) => (id === one.id ? one : other).username,
  addresseeOf: (senderId) => (senderId === one.id ? other : one).username,
});

export function toMessage(row: StoredMessage, { nameOf, addresseeOf }: Naming): Message {
  const { channelId, seq, senderId, body, clientId, state, quote, files } = row;
  const to = addresseeOf(senderId);
  const from = nameOf(senderId);
  const sentAt = row.sentAt.toISOString();
  const message: Message =
    to === null
      ? { channelId, seq, from, conversation: channelId, body, clientId, sentAt }
      : { channelId, seq, from, to, body, clientId, sentAt };
  // Most messages have none of these: for them nothing is copied.
  if (quote) {
    const { seq: quotedSeq, senderId: author, excerpt } = quote;
    message.replyTo = { seq: quotedSeq, from: nameOf(author), excerpt, ...(quote.files && { files: quote.files }) };
  }
  if (files) message.files = files.map(toWireFile);
  return state ? Object.assign(message, stateFields(state, nameOf)) : message;
}

/** The users that the messages name. */
export function usersIn(rows: readonly StoredMessage[]): Set<UserId> {
  const ids = new Set<UserId>();
  for (const { senderId, quote, state } of rows) {
    ids.add(senderId);
    if (quote) ids.add(quote.senderId);
    if (state?.pinned) ids.add(state.pinned.by);
    for (const { by } of state?.reactions ?? []) ids.add(by);
  }
  return ids;
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
