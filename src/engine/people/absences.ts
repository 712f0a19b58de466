/** Waits before a user counts as gone: one that returns in time never left. */
import type { UserId } from '../ports/identifiers.ts';

export interface Absences {
  /** Answers true after the grace, or false as soon as the user returns. */
  isGone(id: UserId): Promise<boolean>;
  /** Answers whether the user was away within the grace. */
  returned(id: UserId): boolean;
  /** When a user left that is gone now. */
  leftAt(): Date;
  /** Every user that is away is gone now, and every user that leaves from now on is gone at once. */
  end(): void;
}

export function createAbsences(graceMs: number): Absences {
  const settlers = new Map<UserId, (isGone: boolean) => void>();
  let ms = graceMs;
  return {
    async isGone(id) {
      if (ms === 0) return true;
      return new Promise((resolve) => {
        const timer = setTimeout(settle, ms, true);
        function settle(isGone: boolean): void {
          clearTimeout(timer);
          settlers.delete(id);
          resolve(isGone);
        }
        settlers.set(id, settle);
      });
    },
    returned(id) {
      const settle = settlers.get(id);
      settle?.(false);
      return settle !== undefined;
    },
    leftAt: () => new Date(Date.now() - ms),
    end() {
      ms = 0;
      for (const settle of settlers.values()) settle(true);
    },
  };
}
