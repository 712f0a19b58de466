/** Records which online state of each user this node's watchers were told last. */
import type { UserId } from '../ports/identifiers.ts';

export interface WatcherStates {
  /** All watchers here were told this state. */
  pushed(id: UserId, online: boolean): void;
  /** One watcher was told this state; the others may have been told another. */
  answered(id: UserId, online: boolean): void;
  /**
   * Answers the watched users whose state differs from the recorded one, and forgets users that are no longer watched.
   * A user is answered again next time until `pushed` is called: the push may fail.
   */
  changes(watched: readonly UserId[], online: ReadonlySet<UserId>): UserId[];
}

export function createWatcherStates(): WatcherStates {
  /** Null: not all watchers were told the same. */
  const told = new Map<UserId, boolean | null>();
  return {
    pushed: (id, online) => void told.set(id, online),
    answered(id, online) {
      if (told.get(id) !== online) told.set(id, told.has(id) ? null : online);
    },
    changes(watched, online) {
      const changed = watched.filter((id) => told.has(id) && told.get(id) !== online.has(id));
      told.clear();
      for (const id of watched) told.set(id, online.has(id));
      for (const id of changed) told.set(id, null);
      return changed;
    },
  };
}
