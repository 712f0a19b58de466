/** Places for texts that survive the outbox and the drafts, like a browser's storage survives a reload. */
import type { Draft, TextStore, Unsent } from '../../../src/web/model/text-store.ts';

function pretendStore<T>(keyOf: (entry: T) => string): TextStore<T> & { kept: Map<string, T> } {
  const kept = new Map<string, T>();
  return {
    kept,
    all: () => [...kept.values()],
    put: (entry) => void kept.set(keyOf(entry), entry),
    drop: (key) => void kept.delete(key),
  };
}

export const fakeStores = () => ({
  unsent: pretendStore<Unsent>(({ clientId }) => clientId),
  drafts: pretendStore<Draft>(({ to }) => to),
});
