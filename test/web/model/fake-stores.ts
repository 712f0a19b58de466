/** Text stores in memory that outlive the outbox and the drafts, as a browser's storage outlives a reload. */
import type { Draft, TextStore, Unsent } from '../../../src/web/model/text-store.ts';

function fakeStore<T>(keyOf: (entry: T) => string): TextStore<T> & { kept: Map<string, T> } {
  const kept = new Map<string, T>();
  return {
    kept,
    all: () => [...kept.values()],
    put: (entry) => void kept.set(keyOf(entry), entry),
    drop: (key) => void kept.delete(key),
  };
}

export const fakeStores = () => ({
  unsent: fakeStore<Unsent>(({ clientId }) => clientId),
  drafts: fakeStore<Draft>(({ to }) => to),
});
