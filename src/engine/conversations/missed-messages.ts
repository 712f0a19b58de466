/** Finds messages and changes whose push did not arrive here, while the bus between the nodes is troubled. */

import { LRUCache } from 'lru-cache';
import type { Bus } from '../ports/bus-port.ts';
import type { ConversationStore } from '../ports/conversation-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { ConversationId, UserId } from '../ports/identifiers.ts';

/** Interval of the poll in milliseconds, while the bus is troubled. */
export const missedPollMs = 2_000;

/** The poll window in milliseconds: longer than trouble stays unnoticed, and than the clocks of two nodes differ. */
const windowMs = 60_000;

/** The most users in one query. */
const usersMax = 500;

/** Entries kept; an evicted entry costs one redundant resync. */
const pushedMax = 20_000;

export type MissedMessages = ReturnType<typeof createMissedMessages>;

/**
 * @param usersHere - the users with a socket on this node.
 * @param isShown - whether the conversation is there for its members: a lobby that is switched off is not.
 */
export function createMissedMessages(
  conversations: ConversationStore,
  fanout: Fanout,
  bus: Bus,
  usersHere: () => UserId[],
  isShown: (channelId: ConversationId) => boolean,
) {
  const pushed = createPushed();

  /**
   * Notes a push to this user. A device that lacks an earlier message sees the gap in the seqs and fetches. A message that is
   * pushed again, or late, does not hide a newer one.
   */
  function note(userId: UserId, { channelId, seq }: { channelId: ConversationId; seq: number }): void {
    if (!bus.alone()) pushed.raise(messageKey(userId, channelId), seq);
  }

  /** As `note`, for a change: a device that lacks an earlier one sees the gap in the revisions. */
  function noteChange(userId: UserId, { channelId, rev = 0 }: { channelId: ConversationId; rev?: number }): void {
    if (!bus.alone()) pushed.raise(changeKey(userId, channelId), rev);
  }

  /** Tells users with a missed message or change to fetch, once for each. Queries nothing while the bus works. */
  async function poll(): Promise<void> {
    if (!bus.isTroubled()) return;
    const users = usersHere();
    for (let start = 0; start < users.length; start += usersMax) {
      const found = await findLatest(conversations, users.slice(start, start + usersMax));
      const missed = found.filter(({ channelId, key, reached }) => isShown(channelId) && pushed.raise(key, reached));
      for (const userId of new Set(missed.map((entry) => entry.userId))) {
        fanout.resyncLocal('push_missed', userId);
      }
    }
  }

  return { note, noteChange, poll };
}

/** The highest seq and the highest revision of each conversation that were pushed to a user's devices here. */
function createPushed() {
  const pushed = new LRUCache<string, number>({ max: pushedMax });
  return {
    /** Answers whether it was lower. */
    raise(key: string, reached: number): boolean {
      const known = pushed.get(key) ?? 0;
      if (known >= reached) return false;
      pushed.set(key, reached);
      return true;
    },
  };
}

async function findLatest(conversations: ConversationStore, users: UserId[]): Promise<Latest[]> {
  const [active, changed] = await Promise.all([
    conversations.activeWithin(users, windowMs),
    conversations.changedWithin(users, windowMs),
  ]);
  return [
    ...active.map(({ userId, channelId, lastSeq }) => ({
      userId,
      channelId,
      key: messageKey(userId, channelId),
      reached: lastSeq,
    })),
    ...changed.map(({ userId, channelId, rev }) => ({
      userId,
      channelId,
      key: changeKey(userId, channelId),
      reached: rev,
    })),
  ];
}

/** The newest `seq` or `rev` of a conversation of a user, under the key that `pushed` keeps it by. */
interface Latest {
  userId: UserId;
  channelId: ConversationId;
  key: string;
  reached: number;
}

const messageKey = (userId: UserId, channelId: ConversationId) => `message ${userId} ${channelId}`;
const changeKey = (userId: UserId, channelId: ConversationId) => `change ${userId} ${channelId}`;
