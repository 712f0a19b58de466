/** Keeps unsent messages, waiting changes and drafts in the browser's `localStorage`, across reloads and crashes. */

import { parseCommand } from '../model/commands/stored-command.ts';
import type { Command } from '../model/commands/user-command.ts';
import type { Draft, StoredKnownDraft, TextStore, TextStores } from '../model/text-store.ts';
import { storedKeys, withStorage } from './browser-storage.ts';
import { tabStorage } from './tab-storage.ts';

/** `text-owners.ts` finds the username in a key. */
const prefixes = {
  unsent: (username: string) => `duologue.unsent.${username}/`,
  draft: (username: string) => `duologue.draft.${username}/`,
  known: (username: string) => `duologue.known.${username}/`,
};

/**
 * A browser must not store message text for long (ASVS 14.3.3), but a reload must not lose a written text. Therefore the
 * store keeps only texts and changes that the server has not acknowledged, under their author's username. The acknowledgement, the
 * log-out and the end of the session remove them. `sessionStorage` would lose them with the tab.
 */
export function textStorage(username: string): TextStores {
  const [unsent, draft, known] = [prefixes.unsent(username), prefixes.draft(username), prefixes.known(username)];
  const isDraft = (entry: Partial<Draft> | null): entry is Draft =>
    typeof entry?.to === 'string' && typeof entry.text === 'string';
  const isKnown = (entry: Partial<StoredKnownDraft> | null): entry is StoredKnownDraft =>
    typeof entry?.to === 'string' && typeof entry.text === 'string' && typeof entry.version === 'number';
  return {
    commands: {
      ...entries<Command>({ prefix: unsent, keyOf: ({ id }) => id, parse: parseCommand }),
      watch: (listener) => watch(unsent, listener),
      exclusively: (name, run) => exclusively(unsent + name, run),
    },
    drafts: {
      ...entries<Draft>({
        prefix: draft,
        keyOf: ({ to }) => to,
        parse: (entry: Partial<Draft> | null) => (isDraft(entry) ? entry : null),
      }),
      watch: (listener) => watch(draft, listener),
    },
    knownDrafts: {
      ...entries<StoredKnownDraft>({
        prefix: known,
        keyOf: ({ to }) => to,
        parse: (entry: Partial<StoredKnownDraft> | null) => (isKnown(entry) ? entry : null),
      }),
      watch: (listener) => watch(known, listener),
    },
    places: tabStorage('places', username),
    delivered: tabStorage('delivered', username),
    read: tabStorage('read', username),
  };
}

interface EntryRules<T> {
  prefix: string;
  keyOf(entry: T): string;
  /** Returns null for an entry that is not valid. */
  parse(stored: unknown): T | null;
}

function entries<T extends object>({ prefix, keyOf, parse }: EntryRules<T>): TextStore<T> {
  /** The entries that the browser did not store, because its storage is full or forbidden. A reload loses them. */
  const unstored = new Map<string, T>();

  function read(key: string): T[] {
    try {
      const entry = parse(JSON.parse(withStorage((storage) => storage.getItem(key)) ?? 'null'));
      return entry && !unstored.has(keyOf(entry)) ? [entry] : [];
    } catch {
      return [];
    }
  }

  return {
    all: () => [...storedKeys(prefix).flatMap(read), ...unstored.values()],
    put(entry) {
      const key = keyOf(entry);
      const stored = withStorage((storage) => {
        storage.setItem(prefix + key, JSON.stringify(entry));
        return true;
      });
      if (stored) unstored.delete(key);
      else unstored.set(key, entry);
    },
    drop(key) {
      unstored.delete(key);
      withStorage((storage) => storage.removeItem(prefix + key));
    },
  };
}

function watch(prefix: string, listener: () => void): () => void {
  // The browser tells only the other tabs. The key is null when the whole storage is cleared.
  const onStorage = ({ key }: StorageEvent) => {
    if (key === null || key.startsWith(prefix)) listener();
  };
  window.addEventListener('storage', onStorage);
  return () => window.removeEventListener('storage', onStorage);
}

/** Browsers have locks only on pages from HTTPS or from localhost. Without them two tabs may send a command twice. */
async function exclusively(name: string, run: () => Promise<void>): Promise<void> {
  const locks: LockManager | undefined = navigator.locks;
  await (locks ? locks.request(name, run) : run());
}
