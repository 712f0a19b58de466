/** The names of conversations on the page: the username of the peer, or for a room its id after a word that no username holds. */
import type { ListedConversation, Message, User } from '../../protocol/shapes.ts';

const prefix = 'room:';

export const roomName = (channelId: string): string => `${prefix}${channelId}`;

export const isRoomName = (name: string): boolean => name.startsWith(prefix);

export const nameIn = ({ conversation, from, to = from }: Message, me: string): string => {
  if (conversation !== undefined) return roomName(conversation);
  return from === me ? to : from;
};

/** The peer; for a room its title, in the form of a user who is never online. */
export const shownAs = ({ channelId, peer, room }: ListedConversation): User =>
  peer ?? { username: roomName(channelId), displayName: room.title, online: false, lastSeenAt: null };

/** A request names a room by its id. */
export function addressed(payload: object): object {
  const { with: peer, to, ...more }: { with?: string; to?: string } = payload;
  const name = peer ?? to;
  return name !== undefined && isRoomName(name) ? { ...more, conversation: name.slice(prefix.length) } : payload;
}
