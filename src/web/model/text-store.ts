/** The port of the store that keeps unsent texts and waiting changes across reloads; `net/text-storage` implements it. */
import type { Command } from './commands/user-command.ts';
import type { ReadingPlace } from './reading-place.ts';

/** The draft that the server has. An empty text is none. */
export interface KnownDraft {
  readonly text: string;
  readonly version: number;
}

/** The stored draft that the unsent text of a composer was made from. */
export interface StoredKnownDraft extends KnownDraft {
  readonly to: string;
}

/** The unsent text of a composer, one for each conversation. */
export interface Draft {
  readonly to: string;
  /** Empty while the server has not heard of the removal. */
  readonly text: string;
  /** In milliseconds since 1970. */
  readonly writtenAt: number;
}

/** Keeps one entry for each key, so that two tabs do not overwrite each other's: the id of a command, or the peer of a draft. */
export interface TextStore<T> {
  all(): T[];
  put(entry: T): void;
  drop(key: string): void;
}

/** A store that other tabs change, too. */
export interface SharedStore<T> extends TextStore<T> {
  /** Calls the listener after another tab has changed an entry; returns the function that ends this. */
  watch(listener: () => void): () => void;
}

export interface CommandStore extends SharedStore<Command> {
  /** Runs while no other tab runs anything under the same name. */
  exclusively(name: string, run: () => Promise<void>): Promise<void>;
}

/** A store of one tab: values by the peer's username, which live until the tab closes. */
export interface TabStore<T> {
  load(): unknown;
  save(values: Record<string, T>): void;
}

export interface TextStores {
  readonly commands: CommandStore;
  readonly drafts: SharedStore<Draft>;
  /** Apart from the drafts, so that a tab which hears of the server's draft does not write an old text over another tab's. */
  readonly knownDrafts: SharedStore<StoredKnownDraft>;
  readonly places?: TabStore<ReadingPlace> | undefined;
  /** The highest `seq` that was reported as delivered. */
  readonly delivered?: TabStore<number> | undefined;
  /** The highest `seq` that the user has read, where the server has not confirmed it. */
  readonly read?: TabStore<number> | undefined;
}
