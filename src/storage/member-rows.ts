/** How far somebody got, as a row, and as the engine takes it. */
import type { Marks } from '../chat/ports.ts';

interface MemberRow {
  userId: string;
  readSeq: number;
  deliveredSeq: number;
  frozenReadSeq: number | null;
  frozenDeliveredSeq: number | null;
  frozenSeenAt: Date | null;
}

export function asMarks({ userId, readSeq, deliveredSeq, ...frozen }: MemberRow): Marks {
  const marks = { userId, readSeq, deliveredSeq };
  if (frozen.frozenReadSeq === null || frozen.frozenDeliveredSeq === null) return marks;
  const { frozenReadSeq, frozenDeliveredSeq, frozenSeenAt } = frozen;
  return { ...marks, frozen: { readSeq: frozenReadSeq, deliveredSeq: frozenDeliveredSeq, seenAt: frozenSeenAt } };
}
