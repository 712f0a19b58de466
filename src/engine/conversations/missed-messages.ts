/** Finds messages whose push did not arrive here, while the bus between the nodes is troubled. */

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

/** @param usersHere - the users with a socket on this node. */
export function createMissedMessages(
  conversations: ConversationStore,
  fanout: Fanout,
  bus: Bus,
  usersHere: () => UserId[],
) {
  /** The highest seq of a conversation that was pushed to a user's devices here. */
  const pushed = new LRUCache<string, number>({ max: pushedMax });
  const keyOf = (userId: UserId, channelId: ConversationId) => `${userId} ${channelId}`;

  /**
   * Notes a push to this user. A device that lacks an earlier message sees the gap in the seqs and fetches. A message that is
   * pushed again, or late, does not hide a newer one.
   */
  function note(userId: UserId, { channelId, seq }: { channelId: ConversationId; seq: number }): void {
    if (bus.alone()) return;
    const key = keyOf(userId, channelId);
    pushed.set(key, Math.max(pushed.get(key) ?? 0, seq));
  }

  /** Tells users with a missed message to fetch, once for each message. Queries nothing while the bus works. */
  async function poll(): Promise<void> {
    if (!bus.isTroubled()) return;
    const users = usersHere();
    for (let start = 0; start < users.length; start += usersMax) {
      const active = await conversations.activeWithin(users.slice(start, start + usersMax), windowMs);
      const missed = active.filter(
        ({ userId, channelId, lastSeq }) => (pushed.get(keyOf(userId, channelId)) ?? 0) < lastSeq,
      );
      for (const { userId, channelId, lastSeq } of missed) pushed.set(keyOf(userId, channelId), lastSeq);
      for (const userId of new Set(missed.map((activity) => activity.userId))) {
        fanout.resyncLocal('push_missed', userId);
      }
    }
  }

  return { note, poll };
}
