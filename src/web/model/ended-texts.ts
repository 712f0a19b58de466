/** Keeps the unsent texts and waiting changes of an ended session in this tab's memory, until their author logs in here again. */
import type { Command } from './commands/user-command.ts';
import type { Draft, StoredKnownDraft, TextStores } from './text-store.ts';

export class EndedTexts {
  #kept: { username: string; commands: Command[]; drafts: Draft[]; known: StoredKnownDraft[] } | null = null;

  /** Called when the server has ended the session; the browser's storage is cleared afterwards. */
  keep(username: string, { commands, drafts, knownDrafts }: TextStores): void {
    this.#kept = { username, commands: commands.all(), drafts: drafts.all(), known: knownDrafts.all() };
  }

  /** Called at every log-in: gives the texts back to their author, or forgets them. */
  restore(username: string, { commands, drafts, knownDrafts }: TextStores): void {
    const kept = this.#kept;
    this.#kept = null;
    if (kept?.username !== username) return;
    for (const entry of kept.commands) commands.put(entry);
    for (const entry of kept.drafts) drafts.put(entry);
    for (const entry of kept.known) knownDrafts.put(entry);
  }
}
