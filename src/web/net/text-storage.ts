/** Keeps unsent messages, waiting changes and drafts in the browser's `localStorage`, across reloads and crashes. */

import { parseCommand } from '../model/commands/stored-command.ts';
import type { Command } from '../model/commands/user-command.ts';
import type { Draft, SharedStore, StoredKnownDraft, TextStores } from '../model/text-store.ts';
import { storedKeys, withStorage } from './browser-storage.ts';
import { tabStorage } from './tab-storage.ts';

/** `text-owners.ts` sets this key while it removes the texts of an ended session. */
export const endingKey = 'duologue.ending';

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
      exclusively: (name, run) => exclusively(unsent + name, run),
    },
    drafts: entries<Draft>({
      prefix: draft,
      keyOf: ({ to }) => to,
      parse: (entry: Partial<Draft> | null) => (isDraft(entry) ? entry : null),
    }),
    knownDrafts: entries<StoredKnownDraft>({
      prefix: known,
      keyOf: ({ to }) => to,
      parse: (entry: Partial<StoredKnownDraft> | null) => (isKnown(entry) ? entry : null),
    }),
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

function entries<T extends object>(rules: EntryRules<T>): SharedStore<T> {
  const { prefix, keyOf } = rules;
  /** The entries that the browser does not store, because its storage is full or forbidden, or the session ends. A reload loses them. */
  const unstored = new Map<string, T>();

  const stored = (key: string): T[] => {
    const entry = read(rules, key);
    return entry && !unstored.has(keyOf(entry)) ? [entry] : [];
  };

  return {
    all: () => [...storedKeys(prefix).flatMap(stored), ...unstored.values()],
    put(entry) {
      const key = keyOf(entry);
      const isStored = withStorage((storage) => {
        storage.setItem(prefix + key, JSON.stringify(entry));
        return true;
      });
      if (isStored) unstored.delete(key);
      else unstored.set(key, entry);
    },
    drop(key) {
      unstored.delete(key);
      withStorage((storage) => storage.removeItem(prefix + key));
    },
    watch: (listener) => watch(rules, unstored, listener),
  };
}

function parsed<T>({ parse }: EntryRules<T>, stored: string | null): T | null {
  try {
    return parse(JSON.parse(stored ?? 'null'));
  } catch {
    return null;
  }
}

const read = <T>(rules: EntryRules<T>, key: string) =>
  parsed(
    rules,
    withStorage((storage) => storage.getItem(key)),
  );

function watch<T>(rules: EntryRules<T>, unstored: Map<string, T>, listener: () => void): () => void {
  let isEnding = false;
  // The browser tells only the other tabs. The key is null when the whole storage is cleared.
  const onStorage = ({ key, oldValue, newValue }: StorageEvent) => {
    if (key === endingKey) isEnding = newValue !== null;
    if (key !== null && !key.startsWith(rules.prefix)) return;
    const name = key?.slice(rules.prefix.length) ?? '';
    const lost = isEnding ? parsed(rules, oldValue) : null;
    if (!lost) {
      unstored.delete(name);
      listener();
      // What this tab has written since then is still there.
    } else if (!read(rules, rules.prefix + name)) unstored.set(name, lost);
  };
  window.addEventListener('storage', onStorage);
  return () => window.removeEventListener('storage', onStorage);
}

/** Browsers have locks only on pages from HTTPS or from localhost. Without them two tabs may send a command twice. */
async function exclusively(name: string, run: () => Promise<void>): Promise<void> {
  const locks: LockManager | undefined = navigator.locks;
  await (locks ? locks.request(name, run) : run());
}
