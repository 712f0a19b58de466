/** How far somebody got, as a row, and as the engine takes it. */
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
  const marks = { userId, readSeq, deliveredSeq };
  if (frozen.frozenReadSeq === null || frozen.frozenDeliveredSeq === null) return marks;
  const { frozenReadSeq, frozenDeliveredSeq, frozenSeenAt } = frozen;
  return { ...marks, frozen: { readSeq: frozenReadSeq, deliveredSeq: frozenDeliveredSeq, seenAt: frozenSeenAt } };
}
