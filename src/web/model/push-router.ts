/** Hands each push of the server to the part of the messenger that keeps it. */
import type { ReceiptNotice } from '../../protocol/events.ts';
import type { Message } from '../../protocol/shapes.ts';
import { overlay } from './commands/command-overlay.ts';
import type { CommandEvents } from './commands/command-queue.ts';
import { type Command, isSend, keyOf, messageKey } from './commands/user-command.ts';
import type { MessengerParts } from './messenger-parts.ts';
import { nameIn, roomName } from './room-names.ts';

export function routePushes(parts: MessengerParts, resync: () => void): void {
  const { me, wire, users, conversations, typing } = parts;
  wire.onPush('welcome', ({ user, features = [], limits }) => {
    users.learn([user]);
    parts.features.value = features;
    parts.limits.value = limits;
  });
  wire.onPush('chatMessage', (message) => {
    receiveMessage(parts, message);
    if (message.from !== me) parts.arrivals.tell(message);
  });
  wire.onPush('messageChanged', (message) => receiveChange(parts, message));
  wire.onPush('read', (notice) => receiveRead(parts, notice));
  wire.onPush('delivered', ({ channelId, username, seq }) => {
    if (username !== me) conversations.get(channelId)?.advance({ peerDeliveredSeq: seq });
  });
  wire.onPush('typing', (notice) => {
    const { channelId, from } = notice;
    if (from === me) return;
    conversations.identify(channelId, nameIn(notice, me));
    typing.started({ channelId, username: from });
  });
  wire.onPush('doneTyping', ({ channelId, from }) => typing.stopped({ channelId, username: from }));
  wire.onPush('updateUsers', (update) => users.learn(update.users));
  wire.onPush('muted', ({ channelId, username, mutedUntil }) => {
    conversations.identify(channelId, username ?? roomName(channelId)).mutedUntil.value = mutedUntil;
  });
  const listAgain = () => parts.inbox.refreshSoon();
  // The list names the message, and counts from it.
  wire.onPush('unread', listAgain);
  // It tells the role, and the last message of a room that the user has joined. The rest follows later (`follow-rooms.ts`).
  wire.onPush('roomChanged', listAgain);
  wire.onPush('directoryChanged', ({ withinMs }) => parts.directory.refreshSoon(withinMs));
  wire.onPush('resync', () => {
    // Privacy may have changed, so that one answer suffices.
    for (const { marked } of conversations.active.peek()) marked.untold = 1;
    resync();
  });
}

/** Hands what the server answers to the user's commands to the same parts as its pushes. */
export function commandEvents(parts: MessengerParts): CommandEvents {
  return {
    onSent: (message) => receiveMessage(parts, message),
    onChanged: (message) => receiveChange(parts, message),
    seqOf: (command) => findMessage(parts, command)?.seq ?? null,
    onDoneElsewhere(command) {
      const conversation = parts.conversations.withPeer(command.to);
      // The push of it may be late, or lost.
      parts.history.fillGapSoon(conversation, () => conversation.behind || !isShown(parts, command));
    },
  };
}

function findMessage({ me, conversations }: MessengerParts, command: Command): Message | undefined {
  return conversations.withPeer(command.to).find((message) => messageKey(message, me) === keyOf(command));
}

function isShown(parts: MessengerParts, command: Command): boolean {
  const message = findMessage(parts, command);
  if (isSend(command)) return message !== undefined;
  return message === undefined || overlay(message, [command], parts.me) === message;
}

/** Stores a pushed or acknowledged message, and fetches what it shows to be missing. */
function receiveMessage(parts: MessengerParts, message: Message): void {
  const conversation = parts.conversations.receive(message);
  parts.changed.value = message;
  if (message.from === parts.me) parts.commands.stored(message);
  else {
    parts.typing.stopped({ channelId: message.channelId, username: message.from });
    parts.receipts.report('markDelivered', conversation, message.seq);
  }
  if (conversation.behind) parts.history.fillGapSoon(conversation);
  else if (conversation.summaryIsStale || !parts.users.knows(conversation.peer)) parts.inbox.refreshSoon();
}

/** A deleted message may have been counted as unread, which only the server knows of messages that are not loaded. */
function receiveChange({ conversations, history, inbox, changed }: MessengerParts, message: Message): void {
  const conversation = conversations.get(message.channelId);
  conversation?.learnChange(message);
  changed.value = message;
  if (conversation?.behind) history.fillGapSoon(conversation);
  if (message.deletedAt !== undefined) inbox.refreshSoon();
}

function receiveRead({ me, conversations, inbox }: MessengerParts, { channelId, username, seq }: ReceiptNotice): void {
  const conversation = conversations.get(channelId);
  conversation?.advance(username === me ? { ownReadSeq: seq } : { peerReadSeq: seq });
  const unmarked = username === me && conversation?.marked.unmark();
  if (!conversation || unmarked || conversation.summaryIsStale) inbox.refreshSoon();
}
