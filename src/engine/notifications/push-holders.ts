/** Knows which users have a push subscription, so that messages and receipts of all others cost no query. */
import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { UserId } from '../ports/identifiers.ts';
import type { PushSubscriptionStore } from '../ports/push-port.ts';

/** A change on another node that no push between the nodes reported goes unnoticed for this long, in milliseconds. */
const believedMs = 60_000;
const cacheMax = 100_000;
/** Users in one statement. */
const batchMax = 500;

export type PushHolders = ReturnType<typeof createPushHolders>;

export function createPushHolders(store: Pick<PushSubscriptionStore, 'holders'>) {
  const known = new LRUCache<UserId, boolean>({ max: cacheMax, ttl: believedMs });
  const asking = new DataLoader<UserId, boolean>(
    async (userIds) => {
      const found = new Set(await store.holders(userIds));
      return userIds.map((userId) => {
        known.set(userId, found.has(userId));
        return found.has(userId);
      });
    },
    { cache: false, maxBatchSize: batchMax, batchScheduleFn: setImmediate },
  );
  return {
    /** False only for a user who is known to have no subscription. */
    mayHold: (userId: UserId): boolean => known.get(userId) !== false,
    /** Asks the database where it is not known. */
    holds: async (userId: UserId): Promise<boolean> => known.get(userId) ?? asking.load(userId),
    forget: (userId: UserId): void => void known.delete(userId),
  };
}
