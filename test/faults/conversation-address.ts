/** How requests and the history name a conversation: a pair by its users, a room by its id. */
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import type { ListedConversation } from '../../src/protocol/shapes.ts';
import { conversationOf } from './fault-history.ts';

export interface Address {
  /** The name in the history. */
  conversation: string;
  /** The `channelId` of a room; undefined for a pair. */
  room?: string;
  /** In requests about the conversation. */
  with: { with: string } | { conversation: string };
  /** In messages and typing. */
  to: { to: string } | { conversation: string };
  path: string;
  /** In requests for lists. */
  listed: { rooms?: true };
  /** Whether an entry of a list is of this conversation. */
  isEntry(entry: ListedConversation): boolean;
}

export const pairAddress = (user: string, peer: string): Address => ({
  conversation: conversationOf(user, peer),
  with: { with: peer },
  to: { to: peer },
  path: `/api/conversations/${peer}`,
  listed: {},
  isEntry: (entry) => entry.peer?.username === peer,
});

export const roomAddress = (room: string): Address => ({
  conversation: roomName(room),
  room,
  with: { conversation: room },
  to: { conversation: room },
  path: `/api/rooms/${room}`,
  listed: { rooms: true },
  isEntry: (entry) => entry.kind === 'room' && entry.channelId === room,
});

/** Names a room in the history. */
export const roomName = (room: string): string => (room === lobbyId ? 'lobby' : `room ${room}`);

export const places = ['pairs', 'rooms', 'lobby'] as const;

/** The kind of a conversation, by which the figures are counted. */
export type Place = (typeof places)[number];

/** @param conversation - a name in the history, or a text that contains one */
export function placeKind(conversation: string): Place {
  if (/\blobby\b/.test(conversation)) return 'lobby';
  return /\broom\b/.test(conversation) ? 'rooms' : 'pairs';
}
