/** Knows what users hide, so that receipts, typing and lists cost no query for it. */
import { isDeepStrictEqual } from 'node:util';
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
  /**
   * Answers what was known before, if anything; null when this change or a newer one was noted before. The version is that of
   * all settings: a poll finds a noted change with a newer one, too.
   */
  note(change: UserPrivacy): { before?: Privacy } | null;
}

interface KnownPrivacy extends UserPrivacy {
  /** Whether the change was noted. A query may find it before its notice comes. */
  isNoted: boolean;
}

/** An entry stays right because every change is noted: a poll finds those of other nodes. */
export function createPrivacyCache(store: Pick<SettingsStore, 'privacyOf'>): PrivacyCache {
  const known = new LRUCache<UserId, KnownPrivacy>({ max: cacheMax });

  function note(change: UserPrivacy): { before?: Privacy } | null {
    const before = known.get(change.userId);
    const age = before ? change.version - before.version : 1;
    if (age < 0 || (age === 0 && before?.isNoted)) return null;
    known.set(change.userId, { ...change, isNoted: true });
    if (before?.isNoted && isDeepStrictEqual(before.privacy, change.privacy)) return null;
    return before && age > 0 ? { before: before.privacy } : {};
  }

  /** The newer one of what was read and what is known: a change may have been noted meanwhile. */
  function keep(entry: UserPrivacy): UserPrivacy {
    const newer = known.get(entry.userId);
    if (newer && newer.version >= entry.version) return newer;
    known.set(entry.userId, { ...entry, isNoted: false });
    return entry;
  }

  const asking = new DataLoader<UserId, UserPrivacy>(
    async (userIds) => {
      const found = new Map((await store.privacyOf(userIds)).map((entry) => [entry.userId, entry]));
      return userIds.map((userId) => keep(found.get(userId) ?? { userId, privacy: openPrivacy, version: 0 }));
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
