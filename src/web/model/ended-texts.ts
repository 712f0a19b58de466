/** Keeps the unsent texts of an ended session in this tab's memory, until their author logs in here again. */
import type { Draft, TextStores, Unsent } from './text-store.ts';

export class EndedTexts {
  #kept: { username: string; unsent: Unsent[]; drafts: Draft[] } | null = null;

  /** Called when the server has ended the session; the browser's storage is cleared afterwards. */
  keep(username: string, { unsent, drafts }: TextStores): void {
    this.#kept = { username, unsent: unsent.all(), drafts: drafts.all() };
  }

  /** Called at every log-in: gives the texts back to their author, or forgets them. */
  restore(username: string, { unsent, drafts }: TextStores): void {
    const kept = this.#kept;
    this.#kept = null;
    if (kept?.username !== username) return;
    for (const entry of kept.unsent) unsent.put(entry);
    for (const entry of kept.drafts) drafts.put(entry);
  }
}
