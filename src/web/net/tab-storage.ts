/** Keeps small values in the `sessionStorage` of the tab, across reloads. A browser may forbid the access. */
import type { TabStore } from '../model/text-store.ts';

/** The values of another user of this tab are removed. */
export function tabStorage<T>(kind: string, username: string): TabStore<T> {
  const prefix = `duologue.${kind}.`;
  const key = prefix + username;
  return {
    load() {
      try {
        for (const other of Object.keys(sessionStorage)) {
          if (other.startsWith(prefix) && other !== key) sessionStorage.removeItem(other);
        }
        return JSON.parse(sessionStorage.getItem(key) ?? 'null');
      } catch {
        return null;
      }
    },
    save(values) {
      try {
        if (Object.keys(values).length === 0) sessionStorage.removeItem(key);
        else sessionStorage.setItem(key, JSON.stringify(values));
      } catch {
        // Without storage, a reload begins afresh.
      }
    },
  };
}
