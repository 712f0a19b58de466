/** The state of a message: what changes have made of it since it was sent. */
import type { UserId } from './identifiers.ts';

/** One user's reaction with one emoji. */
export interface Reaction {
  emoji: string;
  by: UserId;
}

/** The body is no part of it: an edit replaces the message's body, a deletion empties it. */
export interface MessageState {
  /** The conversation's revision of the message's last change. */
  rev: number;
  editedAt: Date | null;
  deletedAt: Date | null;
  pinned: { by: UserId; at: Date } | null;
  /** The earliest first. */
  reactions: readonly Reaction[];
}

/** The state of a message that has never changed. */
export const unchanged: MessageState = { rev: 0, editedAt: null, deletedAt: null, pinned: null, reactions: [] };
