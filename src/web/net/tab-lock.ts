/** Tells the tabs of this browser that are open from those that were closed, by a lock that a tab holds while it lives. */
import { v7 } from 'uuid';

export interface TabLock {
  readonly id: string;
  /** Holds the lock until the page is closed; false without locks: browsers have them only on pages from HTTPS or localhost. */
  hold(): Promise<boolean>;
  /** The ids of the tabs that hold the lock; null without locks. */
  liveTabs(): Promise<ReadonlySet<string> | null>;
}

export function tabLock(prefix: string): TabLock {
  const id = v7();
  const locks: LockManager | undefined = navigator.locks;
  let held: Promise<boolean> | null = null;
  return {
    id,
    hold() {
      held ??= new Promise((resolve) => {
        if (!locks) return resolve(false);
        const untilClosed = () => {
          resolve(true);
          return new Promise<never>(() => {});
        };
        locks.request(prefix + id, untilClosed).catch(() => resolve(false));
      });
      return held;
    },
    async liveTabs() {
      if (!locks) return null;
      const names = (await locks.query()).held?.map(({ name = '' }) => name) ?? [];
      return new Set(names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)));
    },
  };
}
