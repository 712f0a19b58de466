/** The events `conversations`, `listUsers` and `watch`. */
import { costOfList, costOfUserPage, costOfUsers } from '../../policy/read-costs.ts';
import type { EventFamily } from '../event-rules.ts';
import { hideTypingIfUnknown, joinRooms } from '../room-moves.ts';

export const directoryEvents: EventFamily<'conversations' | 'listUsers' | 'watch'> = {
  conversations: {
    limit: 'read',
    cost: costOfList,
    run: async ({ engine, caller, socket }, query) => {
      if (query.rooms) {
        await hideTypingIfUnknown(socket, () => engine.rooms.hidesTyping(caller.id));
        await joinRooms(socket, () => engine.rooms.idsOf(caller.id));
      }
      return engine.conversations.list(caller, query);
    },
  },
  listUsers: {
    limit: 'read',
    cost: costOfUserPage,
    run: ({ engine, caller, socket }, query) => {
      // Before the query, so that a change in between comes as a notice.
      socket.data.listsUsers = true;
      return engine.people.list(caller, query);
    },
  },
  watch: {
    limit: 'read',
    cost: ({ usernames }) => costOfUsers(usernames.length),
    run: async ({ engine, caller, socket, index }, { usernames }) => {
      const ids = await engine.people.idsOf(usernames);
      const { blockedPeers, hidesLastSeen } = engine.people;
      const [blocked, hides] = await Promise.all([blockedPeers(caller.id), hidesLastSeen(caller.id)]);
      // A change since the query is newer.
      socket.data.seesLastSeen ??= !hides;
      // In one step, so that a concurrent `watch` never leaves a watched user that is not wanted: no block would remove it.
      // The poll for blocks finds a block that changed since the query, because the user is wanted by then.
      socket.data.wanted = new Set(ids);
      index.watchOnly(
        socket,
        ids.filter((id) => !blocked.has(id)),
      );
      // After that, so that a change in between is in the answer or comes as a push.
      return { users: await engine.presence.snapshot(caller.id, ids) };
    },
  },
};
