/** The lobby: the room of everybody, with who is online. The operator switches it on. */
import { LRUCache } from 'lru-cache';
import type { User } from '../../protocol/shapes.ts';
import type { Attendance } from '../people/attendance.ts';
import { type People, toUser } from '../people/people.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { ConversationId, UserId } from '../ports/identifiers.ts';
import type { OnlineRoll } from '../ports/online-roll-port.ts';
import { lobbyId, type RoomStore } from '../ports/room-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';

/** Interval of the notices, in milliseconds: however many come and go, each socket gets at most two in this time. */
export const lobbyNoticeMs = 1_000;

/** Users that one notice names; it counts the others. */
const namedMax = 10;

/** Users who are known to be members of the lobby. */
const membersMax = 50_000;

export interface Lobby {
  attendance: Attendance;
  isOn: boolean;
  /** Whether the conversation is there for its members: a lobby that is switched off is not. */
  isShown(channelId: ConversationId): boolean;
  /** Makes the user a member, if the lobby is on. */
  join(userId: UserId): Promise<void>;
  /** How many users are online, on all nodes. */
  count(): Promise<number>;
  /** Users who are online, in order of their ids. */
  online(after: UserId, limit: number): Promise<UserId[]>;
  /** Tells the sockets in the lobby who has come and who has gone since the last run. */
  tell(): Promise<void>;
}

export interface LobbyParts {
  roll: OnlineRoll;
  rooms: RoomStore;
  users: UserStore;
  people: Pick<People, 'blockedPeers'>;
  fanout: Fanout;
}

const nothing = async () => {};

export const closedLobby: Lobby = {
  attendance: { arrived: nothing, left: nothing, renew: nothing },
  isOn: false,
  isShown: (channelId) => channelId !== lobbyId,
  join: nothing,
  count: async () => 0,
  online: async () => [],
  tell: nothing,
};

export function createLobby(parts: LobbyParts): Lobby {
  const { roll, rooms } = parts;
  const members = new LRUCache<UserId, true>({ max: membersMax });
  const arrivals = new Map<UserId, UserRecord>();
  return {
    isOn: true,
    isShown: () => true,
    attendance: {
      async arrived(user) {
        if ((await roll.enter([user.id])).length > 0) arrivals.set(user.id, user);
      },
      left: roll.leave,
      renew: async (userIds) => void (await roll.enter(userIds)),
    },
    async join(userId) {
      if (members.has(userId)) return;
      await rooms.joinLobby(userId);
      members.set(userId, true);
    },
    count: roll.count,
    online: async (after, limit) => (await roll.list()).filter((id) => id > after).slice(0, limit),
    async tell() {
      const joined = [...arrivals.values()];
      arrivals.clear();
      const gone = await roll.strikeGone();
      await tellOf(
        parts,
        'userLeft',
        gone.length,
        gone.length > 0 ? await parts.users.findByIds(gone.slice(0, namedMax)) : [],
      );
      await tellOf(parts, 'userJoined', joined.length, joined.slice(0, namedMax));
    },
  };
}

async function tellOf(
  parts: LobbyParts,
  event: 'userJoined' | 'userLeft',
  count: number,
  named: readonly UserRecord[],
): Promise<void> {
  if (count === 0) return;
  const shown = await Promise.all(named.map((user) => shownToAll(parts, user, event === 'userJoined')));
  const users = shown.filter((user) => user !== null);
  const online = await parts.roll.count();
  parts.fanout.toRoom(lobbyId, event, { conversation: lobbyId, users, others: count - users.length, online });
}

/** A blocked peer must not learn when the user comes and goes, and a notice is the same for all: it leaves such a user out. */
async function shownToAll({ people }: LobbyParts, user: UserRecord, online: boolean): Promise<User | null> {
  if ((await people.blockedPeers(user.id)).size > 0) return null;
  return { ...toUser(user, online), lastSeenAt: null };
}
