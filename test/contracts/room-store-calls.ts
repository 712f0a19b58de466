/** A call of every method of the store of rooms, as in `store-calls.ts`. */
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import type { Stores } from '../../src/storage/stores.ts';
import { newMessageOf } from './fixtures.ts';

export function roomCalls(stores: Stores, userId: string, otherId: string) {
  const { rooms } = stores;
  const newRoom = () => rooms.create({ title: 'Tea', ownerId: userId, memberIds: [otherId] });
  const room = async () => (await newRoom()).channelId;
  return {
    create: newRoom,
    find: async () => rooms.find(await room()),
    roleOf: async () => rooms.roleOf(await room(), userId),
    members: async () => rooms.members(await room(), '', 50),
    roomsOf: () => rooms.roomsOf(userId),
    list: async () => {
      const cursor = { lastMessageAt: new Date(), channelId: await room() };
      for (const after of [null, cursor])
        for (const archived of [false, true]) await rooms.list(userId, { after, limit: 50, archived, except: lobbyId });
    },
    entry: async () => {
      const channelId = await room();
      await stores.messages.append({ ...(await newMessageOf(stores, channelId, userId)), isRoom: true });
      await rooms.entry(userId, channelId);
    },
    change: async () => {
      const channelId = await room();
      await rooms.change({ channelId, actorId: userId, title: 'Milk', promote: [otherId] });
      await rooms.change({ channelId, actorId: userId, remove: [otherId] });
      await rooms.change({ channelId, actorId: userId, add: [otherId] });
      await rooms.change({ channelId, actorId: userId, remove: [userId] });
    },
    openLobby: () => rooms.openLobby(),
    joinLobby: async () => {
      for (const id of [userId, userId, otherId]) await rooms.joinLobby(id);
    },
    leaveLobby: () => rooms.leaveLobby(userId),
    changedWithin: () => rooms.changedWithin(2_000, 5_000),
    membersOf: async () => rooms.membersOf([await room(), await room()]),
  };
}
