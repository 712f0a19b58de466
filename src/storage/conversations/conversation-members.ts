/** The two members of a conversation as their row holds them; both are the same user in notes to oneself. */
import { createHash } from 'node:crypto';
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';

/** The columns `lowId` and `highId`, lower id first. */
export interface MemberIds {
  lowId: UserId;
  highId: UserId;
}

/** The bit of each member in `blockedBy`; both blocks together are 3. */
export const sides = { lowId: 1, highId: 2 } as const;

export type Side = (typeof sides)[keyof typeof sides];

export function inOrder(one: UserId, other: UserId): MemberIds {
  return one < other ? { lowId: one, highId: other } : { lowId: other, highId: one };
}

export const isInOrder = ({ lowId, highId }: MemberIds): boolean => lowId <= highId;

export const memberCount = ({ lowId, highId }: MemberIds): number => (lowId === highId ? 1 : 2);

export const sideOf = (userId: UserId, { lowId }: Pick<MemberIds, 'lowId'>): Side =>
  userId === lowId ? sides.lowId : sides.highId;

/** `sideOf` in SQL; takes the user's id. */
export const sideSql = `CASE WHEN \`lowId\` = ? THEN ${sides.lowId} ELSE ${sides.highId} END`;

export const peerOf = (userId: UserId, { lowId, highId }: MemberIds): UserId => (userId === lowId ? highId : lowId);

/**
 * The id of a conversation that is not stored yet: both members, on any node, know it before the first message.
 * 16 characters of base64url, as all row ids. Conversations of older versions have random ids.
 */
export function newConversationId({ lowId, highId }: MemberIds): ConversationId {
  return createHash('sha256').update(`${lowId} ${highId}`).digest('base64url').slice(0, 16);
}
