/**
 * The names of the rooms: made from our own ids alone, never from what a client sent.
 * None has 20 characters: the adapter takes such a room for a socket's own and sends to every node.
 */
import type { SessionId, UserId } from '../engine/ports/identifiers.ts';

const userPrefix = 'user:';
const watchPrefix = 'watch:';
const sessionPrefix = 'session:';

/** Every device of a user. */
export const userRoom = (id: UserId) => `${userPrefix}${id}`;

/** Every socket of a session: closed together when it ends. */
export const sessionRoom = (id: SessionId) => `${sessionPrefix}${id}`;

/** Every socket that watches a user. */
export const watchRoom = (id: UserId) => `${watchPrefix}${id}`;

/** The user whose devices are in this room; null for a room of another kind. */
export const userIn = (room: string): UserId | null =>
  room.startsWith(userPrefix) ? room.slice(userPrefix.length) : null;

/** The user that is watched in this room; null for a room of another kind. */
export const watchedIn = (room: string): UserId | null =>
  room.startsWith(watchPrefix) ? room.slice(watchPrefix.length) : null;

/** The session whose room this is; null for a room of another kind. */
export const sessionOf = (room: string): SessionId | null =>
  room.startsWith(sessionPrefix) ? room.slice(sessionPrefix.length) : null;
