/** `conversations`, `listUsers` and `watch`: with whom one talks, who there is, who is online. */
import type { EventFamily } from '../event-rules.ts';
import { watchedIn, watchRoom } from '../rooms.ts';
import type { ClientSocket } from '../socket-server.ts';

export const directoryEvents: EventFamily<'conversations' | 'listUsers' | 'watch'> = {
  conversations: {
    limit: 'read',
    run: ({ engine, caller }, query) => engine.conversations.list(caller, query),
  },
  listUsers: {
    limit: 'read',
    run: ({ engine, caller }, query) => engine.people.list(caller, query),
  },
  watch: {
    limit: 'read',
    run: async ({ engine, caller, socket }, { usernames }) => {
      const ids = await engine.people.idsOf(usernames);
      const apart = await engine.people.blockedPeers(caller.id);
      // In one step, whatever other wish is under way: a block takes nobody out of a room that is not wished for. A block
      // that was set or lifted since it was asked for finds the wish by the next sweep.
      socket.data.wanted = new Set(ids);
      await watchOnly(socket, ids.filter((id) => !apart.has(id)).map(watchRoom));
      // Looked up after joining, so that a change in between is in the answer or comes as a push.
      return { users: await engine.presence.look(caller.id, ids) };
    },
  },
};

/** The rooms have changed when this returns; the promise is for those who are told of it. */
async function watchOnly(socket: ClientSocket, rooms: string[]): Promise<void> {
  const wanted = new Set(rooms);
  const others = [...socket.rooms].filter((room) => watchedIn(room) !== null && !wanted.has(room));
  await Promise.all([...others.map((room) => socket.leave(room)), socket.join(rooms)]);
}
