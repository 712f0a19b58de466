/** Hands what the server pushes to the parts of the messenger that keep it. */
import type { ReceiptNotice } from '../../protocol/events.ts';
import type { Message } from '../../protocol/shapes.ts';
import type { MessengerParts } from './messenger-parts.ts';

export function routePushes(parts: MessengerParts, resync: () => void): void {
  const { wire, roster, typists } = parts;
  wire.onPush('welcome', ({ user }) => roster.learn([user]));
  wire.onPush('chatMessage', (message) => takeMessage(parts, message));
  wire.onPush('read', (notice) => takeRead(parts, notice));
  wire.onPush('delivered', ({ channelId, username, seq }) => {
    if (username !== parts.me) parts.threads.byChannel(channelId)?.advance({ deliveredPeer: seq });
  });
  wire.onPush('typing', ({ from }) => typists.started(from));
  wire.onPush('doneTyping', ({ from }) => typists.stopped(from));
  wire.onPush('updateUsers', ({ users }) => roster.learn(users));
  wire.onPush('resync', resync);
}

/** Takes a message in, whether pushed or acknowledged, and sees to what it shows to be missing. */
export function takeMessage(parts: MessengerParts, message: Message): void {
  const thread = parts.threads.receive(message);
  if (message.from === parts.me) parts.outbox.settle(message.clientId);
  else {
    parts.typists.stopped(message.from);
    parts.receipts.mark('markDelivered', message.from, message.seq);
  }
  if (thread.behind) parts.history.mendSoon(thread);
  else if (thread.summaryIsStale || !parts.roster.knows(thread.peer)) parts.inbox.refreshSoon();
}

function takeRead({ me, threads, inbox }: MessengerParts, { channelId, username, seq }: ReceiptNotice): void {
  const thread = threads.byChannel(channelId);
  thread?.advance(username === me ? { readMe: seq } : { readPeer: seq });
  if (!thread || thread.summaryIsStale) inbox.refreshSoon();
}
