/** Converts the rows of members to read states. */
import type { ReadState } from '../../engine/ports/read-state-port.ts';

interface MemberRow {
  userId: string;
  readSeq: number;
  deliveredSeq: number;
  frozenReadSeq: number | null;
  frozenDeliveredSeq: number | null;
  frozenSeenAt: Date | null;
  frozenName: string | null;
  frozenAvatarId: string | null;
  frozenStatus: string | null;
}

export const readStateColumns = {
  userId: true,
  readSeq: true,
  deliveredSeq: true,
  frozenReadSeq: true,
  frozenDeliveredSeq: true,
  frozenSeenAt: true,
  frozenName: true,
  frozenAvatarId: true,
  frozenStatus: true,
} as const;

export function asReadState({ userId, readSeq, deliveredSeq, ...frozen }: MemberRow): ReadState {
  const state = { userId, readSeq, deliveredSeq };
  if (frozen.frozenReadSeq === null || frozen.frozenDeliveredSeq === null) return state;
  const {
    frozenReadSeq: readSeqThen,
    frozenDeliveredSeq: deliveredSeqThen,
    frozenSeenAt,
    frozenName,
    frozenAvatarId,
    frozenStatus,
  } = frozen;
  const profile = { seenAt: frozenSeenAt, name: frozenName, avatarId: frozenAvatarId, status: frozenStatus };
  return { ...state, frozen: { readSeq: readSeqThen, deliveredSeq: deliveredSeqThen, ...profile } };
}
