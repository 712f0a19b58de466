/** Read states: how far a member of a conversation has read and received. */
import type { UserId } from './identifiers.ts';

/** The user as the other one of a blocked pair is shown it: the state when the block began. */
export interface FrozenProfile {
  seenAt: Date | null;
  /** The display name; null shows the present one: after the account's deletion, and in blocks of older versions. */
  name: string | null;
  /** The picture then; null for none. A later one is not shown. */
  avatarId: string | null;
  /** The status then, as stored. */
  status: string | null;
}

/** A read state that a block has frozen, with what else the peer is shown. */
export interface FrozenState extends FrozenProfile {
  readSeq: number;
  deliveredSeq: number;
}

/** The highest seq a user has read in a conversation, and the highest that reached one of the user's devices. */
export interface ReadState {
  userId: UserId;
  readSeq: number;
  deliveredSeq: number;
  /** The peer sees this instead, while a block stands. */
  frozen?: FrozenState;
}

/** The outcome of an advance. */
export interface Advanced {
  /** The seq of the read state now. */
  seq: number;
  moved: boolean;
  /** It ended the user's mark as unread. An advance that moved may not say so. */
  unmarked?: boolean;
  /** A block hides the read state from the peer. */
  isHidden: boolean;
}

export type ReceiptKind = 'read' | 'delivered';
