/** Knows what users hide, so that receipts, typing and lists cost no query for it. */
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { Privacy } from '../../protocol/settings.ts';
import type { UserId } from '../ports/identifiers.ts';
import type { SettingsStore, UserPrivacy } from '../ports/settings-port.ts';
import { openPrivacy } from './default-settings.ts';

const cacheMax = 100_000;
/** Users in one statement. */
const batchMax = 500;

export interface PrivacyCache {
  /** Those of the users that hide this. Asks the database, for many users at once, where it is not known. */
  hiding(name: keyof Privacy, userIds: readonly UserId[]): Promise<ReadonlySet<UserId>>;
  /** Answers what was known before, if anything; null when the change is not newer than that. */
  note(change: UserPrivacy): { before?: Privacy } | null;
}

/** An entry stays right because every change is noted: a poll finds those of other nodes. */
export function createPrivacyCache(store: Pick<SettingsStore, 'privacyOf'>): PrivacyCache {
  const known = new LRUCache<UserId, UserPrivacy>({ max: cacheMax });

  function note(change: UserPrivacy): { before?: Privacy } | null {
    const before = known.get(change.userId);
    if (before && before.version >= change.version) return null;
    known.set(change.userId, change);
    return before ? { before: before.privacy } : {};
  }

  const asking = new DataLoader<UserId, UserPrivacy>(
    async (userIds) => {
      const found = new Map((await store.privacyOf(userIds)).map((entry) => [entry.userId, entry]));
      return userIds.map((userId) => {
        const entry = found.get(userId) ?? { userId, privacy: openPrivacy, version: 0 };
        // A change that was noted meanwhile may be newer.
        note(entry);
        return known.get(userId) ?? entry;
      });
    },
    { cache: false, maxBatchSize: batchMax, batchScheduleFn: setImmediate },
  );

  return {
    async hiding(name, userIds) {
      const entries = await Promise.all(userIds.map((userId) => known.get(userId) ?? asking.load(userId)));
      return new Set(entries.filter(({ privacy }) => !privacy[name]).map(({ userId }) => userId));
    },
    note,
  };
}
