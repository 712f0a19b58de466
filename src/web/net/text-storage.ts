/** Keeps unsent messages and drafts in the browser across reloads and crashes. */
import type { Draft, TextStore, TextStores, Unsent } from '../model/text-store.ts';

/**
 * Message text does not belong into a browser's storage for long (ASVS 14.3.3), and a text that was written must not be
 * lost by a reload. So only what the server has not acknowledged is kept, under its writer's name, and is
 * removed with the acknowledgement and at log-out. `sessionStorage` would lose it with the tab.
 */
export function textStorage(username: string): TextStores {
  return {
    unsent: entries<Unsent>(`duologue.unsent.${username}/`, (unsent) => unsent.clientId, ['clientId', 'body']),
    drafts: entries<Draft>(`duologue.draft.${username}/`, (draft) => draft.to, ['to', 'text']),
  };
}

/** @param texts - what an entry must have to be one. */
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
        // Full or forbidden: the message is still sent, it only does not survive a reload.
      }
    },
    drop: (key) => localStorage.removeItem(prefix + key),
  };
}

function keys(prefix: string): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
}
