/** How far a member of a conversation has read and received. */
import type { UserId } from './identifiers.ts';

/** What the peer sees of a member while a block stands: the state at the moment of the block. */
export interface FrozenState {
  readSeq: number;
  deliveredSeq: number;
  seenAt: Date | null;
}

/** The highest seq a user has read in a conversation, and the highest that reached one of the user's devices. */
export interface ReadState {
  userId: UserId;
  readSeq: number;
  deliveredSeq: number;
  /** Only while a block stands: what the peer sees instead. */
  frozen?: FrozenState;
}

export type ReceiptKind = 'read' | 'delivered';
