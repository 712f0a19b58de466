/** The one gate to a conversation: every request names the peer, never a channel, and passes here. */

import { LRUCache } from 'lru-cache';
import { Refusal } from '../../protocol/refusals.ts';
import { foldUsername } from '../identity/names.ts';
import type { ConversationStore } from '../ports/conversation-port.ts';
import type { Caller, ConversationId } from '../ports/identifiers.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';

/** A conversation as its caller sees it. */
export interface Pair {
  channelId: ConversationId;
  peer: Pick<UserRecord, 'id' | 'username'>;
}

export type Channels = ReturnType<typeof createChannels>;

export function createChannels(channels: ConversationStore, users: UserStore) {
  // A pair's channel and its peer's id never change, so a send asks the database for neither twice.
  // Promises are kept, so that messages sent in one go wait for the same answer and stay in order.
  const pairs = new LRUCache<string, Promise<Pair>>({ max: 50_000 });

  /** The caller's conversation with this person, opened if there is none. @throws Refusal `not_found`, `invalid_input` */
  function withPeer(caller: Caller, name: string): Promise<Pair> {
    const username = foldUsername(name);
    const key = `${caller.id} ${username}`;
    const known = pairs.get(key);
    if (known) return known;
    const opening = open(caller, username);
    pairs.set(key, opening);
    opening.catch(() => pairs.delete(key));
    return opening;
  }

  async function open(caller: Caller, username: string): Promise<Pair> {
    if (username === caller.username) {
      throw new Refusal('invalid_input', 'A conversation needs somebody else.', {
        fields: { username: 'must not be your own' },
      });
    }
    const peer = await users.findPeer(username);
    // What was said with somebody who is no longer there can still be read; nothing begins with them.
    const channel = peer && (await (peer.isDeleted ? channels.find : channels.open)(caller.id, peer.id));
    if (!peer || !channel) throw new Refusal('not_found', 'There is nobody of that name.');
    return { channelId: channel.id, peer: { id: peer.id, username: peer.username } };
  }

  // A block set on another node is met within a second, whether or not anything tells this one of it.
  const blocked = new LRUCache<ConversationId, Promise<boolean>>({ max: 50_000, ttl: 1_000 });

  /** Whether a block stands, for what is too frequent to ask each time. Messages and receipts ask the database. */
  function isBlocked(channelId: ConversationId): Promise<boolean> {
    const known = blocked.get(channelId);
    if (known) return known;
    const asking = channels.head(channelId).then((head) => head.blocked);
    blocked.set(channelId, asking);
    asking.catch(() => blocked.delete(channelId));
    return asking;
  }

  function noteBlock(channelId: ConversationId, stands: boolean): void {
    blocked.set(channelId, Promise.resolve(stands));
  }

  return { withPeer, isBlocked, noteBlock, head: channels.head };
}
