/** Finds in the database the messages that no push has brought here, while the bus between the nodes is in trouble. */

import { LRUCache } from 'lru-cache';
import type { Bus } from '../ports/bus-port.ts';
import type { ConversationStore } from '../ports/conversation-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { ConversationId, UserId } from '../ports/identifiers.ts';

/** How often is looked, in milliseconds, while there is trouble. */
export const missedSweepMs = 2_000;

/** How far back, in milliseconds: longer than trouble goes unnoticed, and than the clocks of nodes are apart. */
const windowMs = 60_000;

/** People whom one statement looks for. */
const peopleMax = 500;

/** What is forgotten beyond this is looked for once too often. */
const heardMax = 20_000;

export type MissedMessages = ReturnType<typeof createMissedMessages>;

/** @param here - the people with a socket on this node. */
export function createMissedMessages(channels: ConversationStore, fanout: Fanout, bus: Bus, here: () => UserId[]) {
  /** The last message of a channel that somebody's devices here were pushed. */
  const heard = new LRUCache<string, number>({ max: heardMax });
  const keyOf = (userId: UserId, channelId: ConversationId) => `${userId} ${channelId}`;

  /** Whoever is here of this user has been pushed a message: a device that lacks the one before finds that out itself. */
  function note(userId: UserId, { channelId, seq }: { channelId: ConversationId; seq: number }): void {
    if (!bus.alone()) heard.set(keyOf(userId, channelId), seq);
  }

  /** Asks nothing as long as the bus works. Who was told to fetch is not told again of the same message. */
  async function sweep(): Promise<void> {
    if (!bus.isTroubled()) return;
    const people = here();
    for (let start = 0; start < people.length; start += peopleMax) {
      const active = await channels.activeWithin(people.slice(start, start + peopleMax), windowMs);
      const missed = active.filter(
        ({ userId, channelId, lastSeq }) => (heard.get(keyOf(userId, channelId)) ?? 0) < lastSeq,
      );
      for (const { userId, channelId, lastSeq } of missed) heard.set(keyOf(userId, channelId), lastSeq);
      for (const userId of new Set(missed.map((one) => one.userId))) {
        fanout.resyncHere('The connection between the nodes is troubled.', userId);
      }
    }
  }

  return { note, sweep };
}
