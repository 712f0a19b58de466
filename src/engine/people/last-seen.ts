/** Decides whose time of being online last is told to whom. */
import type { UserId } from '../ports/identifiers.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';

/** The users whose time is not told to anyone. */
export const hidingLastSeen = (privacy: PrivacyCache, userIds: readonly UserId[]): Promise<ReadonlySet<UserId>> =>
  privacy.hiding('lastSeen', userIds);

/** The users whose time this viewer is not told: none but the own one, when the viewer hides it. */
export async function untoldLastSeen(
  privacy: PrivacyCache,
  viewer: UserId,
  userIds: readonly UserId[],
): Promise<ReadonlySet<UserId>> {
  const hiding = await hidingLastSeen(privacy, [...userIds, viewer]);
  const untold = hiding.has(viewer) ? userIds : userIds.filter((id) => hiding.has(id));
  return new Set(untold.filter((id) => id !== viewer));
}
