/** Tells devices what happened, through Socket.IO's rooms; where every push of the engine leaves. */
import type { Fanout } from '../chat/ports.ts';
import { sessionOf, sessionRoom, userRoom, watchedIn, watchRoom } from './rooms.ts';
import type { SocketServer } from './socket-server.ts';

/** One room per call: two in one would leave the path that only nodes with listeners are on. */
export function createFanout(io: SocketServer): Fanout {
  return {
    toUser(userId, event, payload, except) {
      const room = io.to(userRoom(userId));
      // Socket.IO spreads the arguments by event; TypeScript cannot follow a name that is still a parameter.
      (except ? room.except(except) : room).emit(event, ...([payload] as never));
    },
    toWatchers: (userId, payload) => void io.to(watchRoom(userId)).emit('updateUsers', payload),
    toLocalWatchers: (userId, payload) => void io.local.to(watchRoom(userId)).emit('updateUsers', payload),
    watchedHere: () => [...io.of('/').adapter.rooms.keys()].map(watchedIn).filter((id) => id !== null),
    resyncHere: (reason) => void io.local.emit('resync', { reason }),
    closeSession: (sessionId) => void io.in(sessionRoom(sessionId)).disconnectSockets(true),
    closeHere(sessionIds) {
      for (const id of sessionIds) io.local.in(sessionRoom(id)).disconnectSockets(true);
    },
    sessionsHere: () => [...io.of('/').adapter.rooms.keys()].map(sessionOf).filter((id) => id !== null),
  };
}
