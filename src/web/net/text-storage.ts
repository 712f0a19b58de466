/** Keeps unsent messages and drafts in the browser's `localStorage`, across reloads and crashes. */
import type { Draft, TextStore, TextStores, Unsent } from '../model/text-store.ts';

const prefixes = {
  unsent: (username: string) => `duologue.unsent.${username}/`,
  draft: (username: string) => `duologue.draft.${username}/`,
};

/**
 * A browser must not store message text for long (ASVS 14.3.3), but a reload must not lose a written text. Therefore the
 * store keeps only texts that the server has not acknowledged, under their author's username. The acknowledgement, the
 * log-out and the end of the session remove them. `sessionStorage` would lose them with the tab.
 */
export function textStorage(username: string): TextStores {
  return {
    unsent: entries<Unsent>(prefixes.unsent(username), (unsent) => unsent.clientId, ['clientId', 'body']),
    drafts: entries<Draft>(prefixes.draft(username), (draft) => draft.to, ['to', 'text']),
  };
}

/** Removes the texts of every other user, or of every user when nobody is signed in. */
export function keepTextsOf(username: string | null): void {
  for (const key of keys('duologue.')) {
    const isOwn = username !== null && Object.values(prefixes).some((of) => key.startsWith(of(username)));
    if (!isOwn) localStorage.removeItem(key);
  }
}

/** @param texts - the fields that must be strings in a valid entry. */
function entries<T extends object>(prefix: string, keyOf: (entry: T) => string, texts: (keyof T)[]): TextStore<T> {
  function parse(text: string | null): T[] {
    try {
      const entry: Partial<T> | null = JSON.parse(text ?? 'null');
      return entry && texts.every((name) => typeof entry[name] === 'string') ? [entry as T] : [];
    } catch {
      return [];
    }
  }

  return {
    all: () => keys(prefix).flatMap((key) => parse(localStorage.getItem(key))),
    put(entry) {
      try {
        localStorage.setItem(prefix + keyOf(entry), JSON.stringify(entry));
      } catch {
        // The storage is full or forbidden. The message is still sent, but does not survive a reload.
      }
    },
    drop: (key) => localStorage.removeItem(prefix + key),
  };
}

function keys(prefix: string): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
}
