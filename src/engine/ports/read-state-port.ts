/** Read states: how far a member of a conversation has read and received. */
import type { UserId } from './identifiers.ts';

/** A read state that a block has frozen: the peer sees the state at the moment of the block. */
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
  /** The peer sees this instead, while a block stands. */
  frozen?: FrozenState;
}

export type ReceiptKind = 'read' | 'delivered';
