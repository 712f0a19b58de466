/** Lets a user leave every room. */
import { Refusal } from '../../protocol/refusals.ts';
import type { UserId } from '../ports/identifiers.ts';
import type { ChangedRoom, RoomStore } from '../ports/room-port.ts';

/** @param onLeft - called for each room after the user has left it. */
export async function leaveRooms(
  rooms: Pick<RoomStore, 'roomsOf' | 'change' | 'leaveLobby'>,
  userId: UserId,
  onLeft: (changed: ChangedRoom) => void = () => {},
): Promise<void> {
  await rooms.leaveLobby(userId);
  for (const channelId of await rooms.roomsOf(userId)) {
    try {
      onLeft(await rooms.change({ channelId, actorId: userId, remove: [userId] }));
    } catch (error) {
      // An owner has removed the user meanwhile.
      if (!(error instanceof Refusal && error.code === 'not_found')) throw error;
    }
  }
}
