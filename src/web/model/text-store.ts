/** The port of the store that keeps unsent texts and waiting changes across reloads; `net/text-storage` implements it. */
import type { Command } from './commands/user-command.ts';

/** The unsent text of a composer, one for each conversation. */
export interface Draft {
  readonly to: string;
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

export interface TextStores {
  readonly commands: CommandStore;
  readonly drafts: SharedStore<Draft>;
}
