/** Decides which viewers see when a user was last online. */
import type { UserId } from '../ports/identifiers.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';

/** The users who hide when they were last online. */
export const hidingLastSeen = (privacy: PrivacyCache, userIds: readonly UserId[]): Promise<ReadonlySet<UserId>> =>
  privacy.hiding('lastSeen', userIds);

/** The users that do not show it to this viewer. A viewer who hides it sees it of no other user. */
export async function untoldLastSeen(
  privacy: PrivacyCache,
  viewer: UserId,
  userIds: readonly UserId[],
): Promise<ReadonlySet<UserId>> {
  const hiding = await hidingLastSeen(privacy, [...userIds, viewer]);
  const untold = hiding.has(viewer) ? userIds : userIds.filter((id) => hiding.has(id));
  return new Set(untold.filter((id) => id !== viewer));
}
