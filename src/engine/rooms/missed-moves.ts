/** Puts right the rooms of this node's sockets after notices of joining and leaving were lost between the nodes. */
import { createPollWindow } from '../poll-window.ts';
import type { Bus } from '../ports/bus-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { ConversationId, UserId } from '../ports/identifiers.ts';
import type { RoomStore } from '../ports/room-port.ts';

/** Interval of the poll in milliseconds, while the bus is troubled. */
export const missedMovesMs = 2_000;

/** Longer than trouble stays unnoticed, and than the clocks of two nodes differ, in milliseconds. */
const unnoticedMs = 60_000;

/** Changed rooms of one poll. Each is found by many polls, the latest first. */
const roomsMax = 5_000;

/** Rooms whose members one query reads; each has at most 200. */
const roomsAtOnce = 50;

export interface MissedMoves {
  /** Queries nothing while the bus works. */
  poll(): Promise<void>;
}

export interface MissedMoveParts {
  rooms: Pick<RoomStore, 'changedWithin' | 'membersOf'>;
  fanout: Pick<Fanout, 'putRoomsRight'>;
  bus: Pick<Bus, 'isTroubled'>;
  /** The rooms of a user. */
  idsOf(userId: UserId): Promise<ConversationId[]>;
}

export function createMissedMoves({ rooms, fanout, bus, idsOf }: MissedMoveParts): MissedMoves {
  const inPollWindow = createPollWindow();
  return {
    poll: () =>
      inPollWindow(async (windowMs) => {
        if (!bus.isTroubled()) return;
        const changed = await rooms.changedWithin(windowMs + unnoticedMs, roomsMax);
        for (let start = 0; start < changed.length; start += roomsAtOnce) {
          const ids = changed.slice(start, start + roomsAtOnce);
          const members = new Map(ids.map((id) => [id, new Set<UserId>()]));
          for (const { channelId, userId } of await rooms.membersOf(ids)) members.get(channelId)?.add(userId);
          await fanout.putRoomsRight(members, idsOf);
        }
      }),
  };
}
