/** Names the rooms of sockets: nodes subscribe to each room of their sockets. */
import type { ConversationId, UserId } from '../engine/ports/identifiers.ts';

/**
 * Every socket of a user. The name holds no text of a client. It never has 20 characters: the adapter would take it for
 * a socket id, and publish to every node.
 */
export const userRoom = (id: UserId) => `user:${id}`;

/** The sockets of members that have asked for rooms. */
export const conversationRoom = (id: ConversationId) => `room:${id}`;

/**
 * The sockets that have not asked for rooms: pushes about rooms leave them out. A room for each user's other sockets would take
 * one more subscription in Redis for each user.
 */
export const roomsUnaskedRoom = 'rooms-unasked';

/** The sockets of users who hide typing. */
export const typingHiddenRoom = 'typing-hidden';

export const isConversationRoom = (room: string) => room.startsWith('room:');
