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
      // Noted first: a block that is set or lifted from here on finds the wish, and is made good by the next sweep.
      socket.data.wanted = new Set(ids);
      const apart = await engine.people.apartFrom(caller.id);
      await watchOnly(socket, ids.filter((id) => !apart.has(id)).map(watchRoom));
      // Looked up after joining, so that a change in between is in the answer or comes as a push.
      return { users: await engine.presence.look(caller.id, ids) };
    },
  },
};

async function watchOnly(socket: ClientSocket, rooms: string[]): Promise<void> {
  const wanted = new Set(rooms);
  for (const room of socket.rooms) {
    if (watchedIn(room) !== null && !wanted.has(room)) await socket.leave(room);
  }
  await socket.join(rooms);
}
