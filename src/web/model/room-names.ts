/** The names of conversations on the page: the username of the peer, or for a room its id after a word that no username holds. */
import type { ListedConversation, Message, User } from '../../protocol/shapes.ts';

const prefix = 'room:';

export const roomName = (channelId: string): string => `${prefix}${channelId}`;

export const isRoomName = (name: string): boolean => name.startsWith(prefix);

export const nameIn = (
  { conversation, from, to = from }: Pick<Message, 'conversation' | 'from' | 'to'>,
  me: string,
): string => {
  if (conversation !== undefined) return roomName(conversation);
  return from === me ? to : from;
};

/** The `channelId` of a room. */
export const idOf = (name: string): string => name.slice(prefix.length);

export const isRoom = ({ peer }: { readonly peer: string }): boolean => isRoomName(peer);

/** A room in the form of a user who is never online. */
export const titled = (username: string, displayName: string): User => ({
  username,
  displayName,
  online: false,
  lastSeenAt: null,
});

/** The peer, or the room. */
export const shownAs = ({ channelId, peer, room }: ListedConversation): User =>
  peer ?? titled(roomName(channelId), room.title);

/** A request names a room by its id. */
export function addressed(payload: object): object {
  const { with: peer, to, ...more }: { with?: string; to?: string } = payload;
  const name = peer ?? to;
  return name !== undefined && isRoomName(name) ? { ...more, conversation: idOf(name) } : payload;
}
