/** A fan-out that records its pushes, for the suites of the engine. */
import type { Fanout } from '../../src/engine/ports/fanout-port.ts';
import type { SessionId, SocketId, UserId } from '../../src/engine/ports/identifiers.ts';
import type { UserPrivacy } from '../../src/engine/ports/settings-port.ts';
import type { Pushes, PushName } from '../../src/protocol/events.ts';

export interface RecordedPush<E extends PushName = PushName> {
  /** The user whose devices or watchers get the push; for `room` the id of the conversation. */
  user: UserId;
  event: E;
  payload: Pushes[E];
  except?: SocketId;
  to: 'devices' | 'room devices' | 'room' | 'watchers' | 'local watchers' | 'sockets';
}

export interface RecordingFanout extends Fanout {
  pushes: RecordedPush[];
  /** Removes and answers the recorded pushes; with a name, answers only those of that name. */
  take<E extends PushName = PushName>(event?: E): RecordedPush<E>[];
  /** The users watched on this node. */
  watched: Set<UserId>;
  /** The users whose devices on this node were told to fetch. */
  resynced: UserId[];
  /** The shown messages, and the users with other push subscriptions, that the other nodes were told of. */
  shown: [userId: UserId, channelId: string, seq: number][];
  holders: UserId[];
  /** The changes of privacy that the other nodes were told of. */
  privacies: UserPrivacy[];
  closed: SessionId[];
  closedHere: SessionId[][];
  /** The sessions that have sockets on this node. */
  connected: SessionId[];
  /** The users that each user's socket watches here, as `letWatch` leaves it. */
  watching: Map<UserId, Set<UserId>>;
}

export function createRecordingFanout(): RecordingFanout {
  const pushes: RecordedPush[] = [];
  const watched = new Set<UserId>();
  const resynced: UserId[] = [];
  const shown: RecordingFanout['shown'] = [];
  const holders: UserId[] = [];
  const privacies: UserPrivacy[] = [];
  const closed: SessionId[] = [];
  const closedHere: RecordingFanout['closedHere'] = [];
  const connected: SessionId[] = [];
  const watching = new Map<UserId, Set<UserId>>();
  return {
    pushes,
    watched,
    resynced,
    shown,
    holders,
    privacies,
    closed,
    closedHere,
    connected,
    watching,
    take<E extends PushName>(event?: E) {
      const taken = pushes.splice(0);
      return taken.filter((push) => event === undefined || push.event === event) as RecordedPush<E>[];
    },
    toUser(user, event, payload, except) {
      pushes.push({ user, event, payload, to: 'devices', ...(except === undefined ? {} : { except }) });
    },
    toRoom(user, event, payload, except) {
      pushes.push({ user, event, payload, to: 'room', ...(except === undefined ? {} : { except }) });
    },
    typingInRoom(user, event, payload, except) {
      pushes.push({ user, event, payload, to: 'room', ...(except === undefined ? {} : { except }) });
    },
    putRoomsRight: async () => {},
    toRoomDevices(user, event, payload, except) {
      pushes.push({ user, event, payload, to: 'room devices', ...(except === undefined ? {} : { except }) });
    },
    roomChanged: (_moved, payload) =>
      void pushes.push({ user: payload.conversation, event: 'roomChanged', payload, to: 'room' }),
    toWatchers: (user, payload) => void pushes.push({ user, event: 'updateUsers', payload, to: 'watchers' }),
    publishChange: (user, told) =>
      void pushes.push({ user, event: 'updateUsers', payload: { users: [told] }, to: 'watchers' }),
    toLocalWatchers: (user, payload) => void pushes.push({ user, event: 'updateUsers', payload, to: 'local watchers' }),
    setWatchAllowed(viewer, userId, allowed) {
      const seen = watching.get(viewer);
      if (!seen || seen.has(userId) === allowed) return [];
      if (allowed) seen.add(userId);
      else seen.delete(userId);
      return [viewer];
    },
    setLastSeenShown: () => {},
    setTypingShown: () => {},
    toLocalSockets(ids, event, payload) {
      for (const user of ids) pushes.push({ user, event, payload, to: 'sockets' });
    },
    watchedUsers: () => [...watched],
    resyncLocal: (_reason, userId) => void (userId && resynced.push(userId)),
    directoryChanged: () =>
      void pushes.push({ user: '', event: 'directoryChanged', payload: { withinMs: 0 }, to: 'devices' }),
    messageShown: (...seen) => void shown.push(seen),
    pushHolderChanged: (userId) => void holders.push(userId),
    privacyChanged: (change) => void privacies.push(change),
    closeSession: (id) => void closed.push(id),
    closeLocalSessions: (ids) => void closedHere.push([...ids]),
    localSessions: () => connected,
  };
}
