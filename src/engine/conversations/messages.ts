/** Messages: sends one, and reads a page of them. */

import type { Payload } from '../../protocol/events.ts';
import type { HistoryQuery } from '../../protocol/history-query.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { HistoryPage, Message } from '../../protocol/shapes.ts';
import { bodyRule } from '../../protocol/values.ts';
import type { Notifications } from '../notifications/notifications.ts';
import type { ConversationStore } from '../ports/conversation-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, ConversationId } from '../ports/identifiers.ts';
import type { MessageStore, NewMessage, StoredMessage } from '../ports/message-port.ts';
import type { ReadState } from '../ports/read-state-port.ts';
import { nothingToAnswer } from '../ports/reply-refusal.ts';
import type { UserStore } from '../ports/user-port.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';
import { explainClosed } from './closed-conversation.ts';
import type { ConversationGate } from './conversation-gate.ts';
import { nameTo, nameWith } from './conversation-name.ts';
import { type ConversationView, whenShown } from './conversation-view.ts';
import { pushToAll } from './member-pushes.ts';
import { fitMessages, pageBounds } from './message-page.ts';
import type { MissedMessages } from './missed-messages.ts';
import { type Receipted, toOwnReceipts, toReceipts } from './receipts.ts';
import type { Typing } from './typing.ts';
import type { Named } from './wire-message.ts';

export type Messages = ReturnType<typeof createMessages>;

/** Comparing other texts with the column could match too much, or fail. */
const possibleFileId = /^[\w-]{16}$/;

/** A repeat of a message younger than this many milliseconds is pushed again: its node may have died before the push. */
const repushMs = 5 * 60_000;

export interface MessageParts {
  users: UserStore;
  gate: ConversationGate;
  conversations: ConversationStore;
  store: MessageStore;
  typing: Typing;
  missed: MissedMessages;
  fanout: Fanout;
  notifications: Pick<Notifications, 'stored'>;
  searchIndex: Pick<SearchIndex, 'note'>;
  privacy: PrivacyCache;
}

export function createMessages(parts: MessageParts) {
  const { users, gate, store } = parts;

  /**
   * Stores the message, then pushes it to every device of the members except the sending socket. Settles after the commit.
   * A commit that becomes known after `unavailable` was thrown is pushed to the sending socket, too.
   * @throws Refusal `conflict`, `not_found`, `invalid_input`
   */
  async function send(caller: Caller, payload: Payload<'chatMessage'>) {
    const { body, replyTo, files } = payload;
    if (body === '' && !files) throw emptyBody();
    if (files?.some((id) => !possibleFileId.test(id))) throw new Refusal('not_found', 'There is no such upload.');
    // A reply opens no conversation: there is nothing to answer in one that is not open.
    const name = nameTo(payload);
    const conversation = await (replyTo === undefined ? gate.open(caller, name) : gate.find(caller, name));
    if (!conversation.isOpen) throw nothingToAnswer();
    let wire: Message | Promise<Message> | null = null;
    const shown = (stored: StoredMessage) => (wire ??= conversation.show(stored));
    let hasFailed = false;
    const push = (stored: StoredMessage) =>
      whenShown(shown(stored), (message) => pushMessage(parts, conversation, caller, message, hasFailed));
    try {
      const { message, repeated, ageMs } = await store.append(toNewMessage(caller, conversation, payload), push);
      if (repeated && ageMs < repushMs && !(await gate.isBlocked(conversation.channelId))) push(message);
      return { message: await shown(message), repeated };
    } catch (error) {
      hasFailed = true;
      return explainClosed(users, error, conversation.peer);
    }
  }

  return {
    send,
    history: (caller: Caller, payload: Payload<'chatHistory'>) => readHistory(parts, caller, payload),
  };
}

const emptyBody = () =>
  new Refusal('invalid_input', 'Something in the request is missing or out of range.', { fields: { body: bodyRule } });

/** Sets fields one by one: most messages then have one shape, and copying objects cost 2 of the 60 µs of a message. */
function toNewMessage(
  { id: senderId, sessionId }: Caller,
  { channelId, peer }: ConversationView,
  { clientId, body, replyTo, files }: Payload<'chatMessage'>,
): NewMessage {
  const message: NewMessage = { channelId, senderId, sessionId, clientId: clientId.toLowerCase(), body };
  if (!peer) message.isRoom = true;
  if (replyTo !== undefined) message.replyToSeq = replyTo;
  if (files) message.fileIds = files;
  return message;
}

function pushMessage(
  { typing, fanout, missed, notifications, searchIndex }: MessageParts,
  conversation: ConversationView,
  caller: Caller,
  message: Message,
  toSender: boolean,
): void {
  const { peer, members } = conversation;
  typing.stop(caller, conversation);
  pushToAll(fanout, conversation, 'chatMessage', message, toSender ? undefined : caller);
  // The sending socket gets an acknowledgement. The transport notes the pushes to all others.
  missed.note(caller.id, message);
  notifications.stored(peer ? members : null, caller.id, message);
  searchIndex.note(message.channelId);
}

async function readHistory(
  { gate, conversations, store, privacy }: MessageParts,
  caller: Caller,
  payload: Payload<'chatHistory'>,
): Promise<HistoryPage> {
  const { with: _, conversation: __, ...query } = payload;
  pageBounds(query);
  const { channelId, peer, showAll } = await gate.find(caller, nameWith(payload));
  const [{ lastSeq, rev }, readStates, hiding] = await Promise.all([
    conversations.head(channelId),
    conversations.readStates(channelId),
    privacy.hiding('readReceipts', peer ? [caller.id, peer.id] : []),
  ]);
  const placed = await placeByTime(store, channelId, lastSeq, query);
  const { from, to, hasMore } = pageBounds(placed)(lastSeq);
  const rows = from > to ? [] : await store.range(channelId, from, to, rev > 0);
  const messages = await showAll(rows);
  const fitting = fitMessages(placed, messages);
  const cut = fitting.length < messages.length;
  const receipts = receiptsOf(peer, caller, { lastSeq, readStates, isTold: hiding.size === 0 });
  return { channelId, messages: fitting, hasMore: hasMore || cut, ...receipts, rev };
}

/** A room does not tell which member has read which message. */
function receiptsOf(
  peer: Named | null,
  caller: Caller,
  { lastSeq, readStates, isTold }: { lastSeq: number; readStates: readonly ReadState[]; isTold: boolean },
): Receipted {
  if (!peer)
    return toReceipts(
      readStates.filter(({ userId }) => userId === caller.id),
      caller.id,
      false,
    );
  return peer.id === caller.id ? toOwnReceipts(lastSeq) : toReceipts(readStates, caller.id, isTold);
}

/** A time becomes the seq before the first message that was sent then or later. */
async function placeByTime(
  store: MessageStore,
  channelId: ConversationId,
  lastSeq: number,
  { at, ...query }: HistoryQuery,
): Promise<HistoryQuery> {
  if (at === undefined) return query;
  return { ...query, after: (await store.firstSince(channelId, new Date(at), lastSeq)) - 1 };
}
