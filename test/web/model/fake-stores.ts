/** Stores in memory that outlive the page, as a browser's storage outlives a reload; tabs share them. */
import type { Command } from '../../../src/web/model/commands/user-command.ts';
import type {
  CommandStore,
  Draft,
  SharedStore,
  StoredKnownDraft,
  TextStore,
} from '../../../src/web/model/text-store.ts';

type Kept<T> = { kept: Map<string, T> };

function fakeStore<T>(keyOf: (entry: T) => string): TextStore<T> & Kept<T> {
  const kept = new Map<string, T>();
  return {
    kept,
    // Every reading parses the entries again, as those of a browser's storage.
    all: () => structuredClone([...kept.values()]),
    put: (entry) => void kept.set(keyOf(entry), entry),
    drop: (key) => void kept.delete(key),
  };
}

function fakeSharedStore<T>(keyOf: (entry: T) => string): SharedStore<T> & Kept<T> {
  const store = fakeStore<T>(keyOf);
  const listeners = new Set<() => void>();
  const told = (change: () => void) => {
    change();
    for (const listener of listeners) queueMicrotask(() => listeners.has(listener) && listener());
  };
  return {
    ...store,
    put: (entry) => told(() => store.put(entry)),
    drop: (key) => told(() => store.drop(key)),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function fakeCommandStore(): CommandStore & Kept<Command> {
  const held = new Map<string, Promise<void>>();
  return {
    ...fakeSharedStore<Command>(({ id }) => id),
    exclusively(name, run) {
      const before = held.get(name) ?? Promise.resolve();
      const running = before.catch(() => {}).then(run);
      held.set(name, running);
      return running;
    },
  };
}

export const fakeStores = () => ({
  commands: fakeCommandStore(),
  drafts: fakeSharedStore<Draft>(({ to }) => to),
  knownDrafts: fakeSharedStore<StoredKnownDraft>(({ to }) => to),
});
