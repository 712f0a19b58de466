/** Looks up sessions by their secret: in the cache, and in the database where the cache does not know or is not trusted. */
import DataLoader from 'dataloader';
import type { SessionCache } from '../ports/session-cache-port.ts';
import type { LiveSession, SessionLife, SessionStore } from '../ports/session-port.ts';
import type { RecentEnds } from './recent-ends.ts';

/** Sessions of one round trip and of one statement. */
export const lookUpMax = 200;

export interface LookUpParts {
  store: SessionStore;
  /** Null where one node runs alone. */
  cache: SessionCache | null;
  ends: RecentEnds;
  life: SessionLife;
}

/** Looks up the sessions of one event-loop turn together. */
export function createLookUps(parts: LookUpParts): DataLoader<string, LiveSession | null> {
  return new DataLoader(
    async (secretHashes) => {
      const found = await lookUp(parts, secretHashes);
      return secretHashes.map((secretHash) => found.get(secretHash) ?? null);
    },
    { cache: false, maxBatchSize: lookUpMax, batchScheduleFn: setImmediate },
  );
}

async function lookUp(
  { store, cache, ends, life }: LookUpParts,
  secretHashes: readonly string[],
): Promise<Map<string, LiveSession>> {
  if (cache === null) return store.find(secretHashes, life);
  const cached = [...(await cache.read(secretHashes))];
  const found = new Map<string, LiveSession>(cached.filter(([, { id, verifiedAt }]) => ends.isTrusted(id, verifiedAt)));
  const doubtful = [...new Set(secretHashes)].filter((secretHash) => !found.has(secretHash));
  if (doubtful.length === 0) return found;
  const verified = await store.find(doubtful, life);
  // Not awaited: the next request may ask the database once more.
  if (verified.size > 0) void cache.write([...verified.values()]);
  return new Map([...found, ...verified]);
}
