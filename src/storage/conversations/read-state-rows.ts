/** Converts the rows of members to read states. */
import type { ReadState } from '../../engine/ports/read-state-port.ts';

interface MemberRow {
  userId: string;
  readSeq: number;
  deliveredSeq: number;
  frozenReadSeq: number | null;
  frozenDeliveredSeq: number | null;
  frozenSeenAt: Date | null;
}

export function asReadState({ userId, readSeq, deliveredSeq, ...frozen }: MemberRow): ReadState {
  const state = { userId, readSeq, deliveredSeq };
  if (frozen.frozenReadSeq === null || frozen.frozenDeliveredSeq === null) return state;
  const { frozenReadSeq, frozenDeliveredSeq, frozenSeenAt } = frozen;
  return { ...state, frozen: { readSeq: frozenReadSeq, deliveredSeq: frozenDeliveredSeq, seenAt: frozenSeenAt } };
}
