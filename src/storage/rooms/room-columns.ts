/** The values of the columns that make a conversation a room. */
import type { RoomRole } from '../../engine/ports/room-port.ts';

/** `Channel.kind`; a pair has 0. */
export const roomKind = 1;
export const lobbyKind = 2;

/** `Member.role`; a user who has left has 0, and so has a member of a pair. */
export const roles = { member: 1, owner: 2 } as const satisfies Record<RoomRole, number>;

export const roleNames: readonly (RoomRole | null)[] = [null, 'member', 'owner'];
