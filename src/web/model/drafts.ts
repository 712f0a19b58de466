/** What somebody has begun to write, in each conversation: kept until it is sent, so that a reload does not lose it. */
import { limits } from '../../protocol/limits.ts';
import type { Draft, TextStore } from './text-store.ts';

/** Beyond this the one that was left alone for longest is forgotten. */
export const mostDrafts = 50;

/** In JavaScript's units: what a message can hold. The rest of a longer text is not kept. */
export const longestDraft = 2 * limits.bodyMaxLength;

export class Drafts {
  readonly #store: TextStore<Draft>;
  /** By peer, the latest last. */
  readonly #kept: Map<string, Draft>;

  constructor(store: TextStore<Draft>) {
    this.#store = store;
    const oldestFirst = store.all().sort((a, b) => a.writtenAt - b.writtenAt);
    this.#kept = new Map(oldestFirst.map((draft) => [draft.to, draft]));
  }

  all(): Draft[] {
    return [...this.#kept.values()];
  }

  /** Called with every change; white space alone is nothing to keep. */
  keep(to: string, written: string): void {
    const text = written.slice(0, longestDraft);
    if (text === (this.#kept.get(to)?.text ?? '')) return;
    this.#forget(to);
    if (text.trim() === '') return;
    const draft = { to, text, writtenAt: Date.now() };
    this.#kept.set(to, draft);
    this.#store.put(draft);
    for (const { to: oldest } of this.all().slice(0, -mostDrafts)) this.#forget(oldest);
  }

  /** Leaves nothing behind, not even what other tabs have written. */
  clear(): void {
    for (const { to } of this.#store.all()) this.#store.drop(to);
    this.#kept.clear();
  }

  #forget(to: string): void {
    this.#kept.delete(to);
    this.#store.drop(to);
  }
}
