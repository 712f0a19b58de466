/** Messages: sending one, and reading a page of them. */

import { LRUCache } from 'lru-cache';
import type { HistoryQuery, Payload } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { HistoryPage, Message } from '../../protocol/shapes.ts';
import type { ConversationStore } from '../ports/conversation-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { MessageStore, StoredMessage } from '../ports/message-port.ts';
import type { UserStore } from '../ports/user-port.ts';
import type { Channels, Pair } from './conversation-gate.ts';
import type { MissedMessages } from './missed-messages.ts';
import { toReceipts } from './receipts.ts';
import type { Typing } from './typing.ts';

export type Messages = ReturnType<typeof createMessages>;

const untoldMax = { max: 20_000, ttl: 5 * 60_000 };

interface Parts {
  users: UserStore;
  channels: Channels;
  channelStore: ConversationStore;
  store: MessageStore;
  typing: Typing;
  missed: MissedMessages;
  fanout: Fanout;
}

export function createMessages({ users, channels, channelStore, store, typing, missed, fanout }: Parts) {
  /** Sends whose outcome nobody knows, for the database fell silent: when a repeat finds one stored, nobody has heard of it. */
  const untold = new LRUCache<string, true>(untoldMax);

  /**
   * Stores the message, then tells every device of both; be it late, when its sender has been told to try again, and
   * may do so at another node. Settles after the commit. @throws Refusal `conflict`, `not_found`
   */
  async function send(caller: Caller, { to, clientId, body }: Payload<'chatMessage'>) {
    const { channelId, peer } = await channels.withPeer(caller, to);
    const { id: senderId, sessionId } = caller;
    const draft = { channelId, senderId, sessionId, clientId: clientId.toLowerCase(), body };
    const key = `${senderId} ${draft.clientId}`;
    const late = (stored: StoredMessage) => {
      untold.delete(key);
      tell(caller, peer, toMessage(stored, caller.username, peer.username));
    };
    const { message: stored, repeated } = await store.append(draft, late).catch((error) => {
      if (error instanceof Refusal && error.code === 'unavailable') untold.set(key, true);
      return explain(error, peer.id);
    });
    const message = toMessage(stored, caller.username, peer.username);
    if (untold.delete(key) || !repeated) tell(caller, peer, message);
    return { message, repeated };
  }

  function tell(caller: Caller, peer: Pair['peer'], message: Message): void {
    typing.stop(caller, message.channelId, peer.id);
    fanout.toUser(peer.id, 'chatMessage', message);
    fanout.toUser(caller.id, 'chatMessage', message, caller.socketId);
    for (const userId of [peer.id, caller.id]) missed.note(userId, message);
  }

  /** A conversation is closed by a block, and when one of the two deletes the account: who writes hears which. */
  async function explain(error: unknown, peerId: UserId): Promise<never> {
    const isClosed = error instanceof Refusal && error.code === 'forbidden';
    if (!isClosed || (await users.findByIds([peerId])).length > 0) throw error;
    throw new Refusal('not_found', 'This person is no longer here.');
  }

  async function history(caller: Caller, peerName: string, query: HistoryQuery): Promise<HistoryPage> {
    const page = pageBounds(query);
    const { channelId, peer } = await channels.withPeer(caller, peerName);
    const [lastSeq, readStates] = await Promise.all([
      channelStore.lastSeq(channelId),
      channelStore.readStates(channelId),
    ]);
    const { from, to, hasMore } = page(lastSeq);
    const rows = from > to ? [] : await store.range(channelId, from, to);
    const messages = rows.map((row) =>
      row.senderId === caller.id
        ? toMessage(row, caller.username, peer.username)
        : toMessage(row, peer.username, caller.username),
    );
    return { channelId, messages, hasMore, ...toReceipts(readStates, caller.id) };
  }

  return { send, history };
}

export function toMessage(row: StoredMessage, from: string, to: string): Message {
  const { channelId, seq, body, clientId, sentAt } = row;
  return { channelId, seq, from, to, body, clientId, sentAt: sentAt.toISOString() };
}

/**
 * Which seqs a page covers, as arithmetic: seqs run 1…lastSeq without gaps, so no page is searched for.
 * @throws Refusal `invalid_input` for more than one cursor.
 */
export function pageBounds(query: HistoryQuery): (lastSeq: number) => { from: number; to: number; hasMore: boolean } {
  const { before, after, around, limit = limits.pageDefault } = query;
  if ([before, after, around].filter((cursor) => cursor !== undefined).length > 1) {
    throw new Refusal('invalid_input', 'A page has at most one of before, after and around.', {
      fields: { before: 'excludes after and around' },
    });
  }
  return (lastSeq) => {
    const first =
      after !== undefined
        ? after + 1
        : around !== undefined
          ? around - Math.floor(limit / 2)
          : Math.min(before ?? lastSeq + 1, lastSeq + 1) - limit;
    const from = Math.max(1, first);
    const to = Math.min(lastSeq, first + limit - 1);
    const older = from > 1;
    const newer = to < lastSeq;
    const hasMore = after !== undefined ? newer : around !== undefined ? older || newer : older;
    return { from, to, hasMore: hasMore && lastSeq > 0 };
  };
}
