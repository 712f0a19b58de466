/** Keeps the draft of each conversation across reloads, until it is sent. */
import type { ReadonlySignal } from '@preact/signals';
import { limits } from '../../protocol/limits.ts';
import type { Draft, TextStore } from './text-store.ts';

/** Above this number, the draft that was changed longest ago is removed. */
export const maxDrafts = 50;

/** In UTF-16 code units, of which a code point has at most two. The rest of a longer text is not kept. */
export const maxDraftLength = 2 * limits.bodyMaxLength;

export class Drafts {
  readonly #store: TextStore<Draft>;
  /** By the peer's username, because a conversation may have no id yet; the latest draft is last. */
  readonly #kept: Map<string, Draft>;

  constructor(store: TextStore<Draft>) {
    this.#store = store;
    const oldestFirst = store.all().sort((a, b) => a.writtenAt - b.writtenAt);
    this.#kept = new Map(oldestFirst.map((draft) => [draft.to, draft]));
  }

  all(): Draft[] {
    return [...this.#kept.values()];
  }

  /** Called with every change. A draft of white space is removed. */
  keep(to: string, draftText: string): void {
    const text = draftText.slice(0, maxDraftLength);
    if (text === (this.#kept.get(to)?.text ?? '')) return;
    this.#forget(to);
    if (text.trim() === '') return;
    const draft = { to, text, writtenAt: Date.now() };
    this.#kept.set(to, draft);
    this.#store.put(draft);
    for (const { to: oldest } of this.all().slice(0, -maxDrafts)) this.#forget(oldest);
  }

  /** Keeps the draft of this conversation; called in an effect. */
  follow(conversation: { peer: string; draft: ReadonlySignal<string> } | null): void {
    if (conversation) this.keep(conversation.peer, conversation.draft.value);
  }

  /** Removes every draft of the user from the store, including those of other tabs. */
  clear(): void {
    for (const { to } of this.#store.all()) this.#store.drop(to);
    this.#kept.clear();
  }

  #forget(to: string): void {
    this.#kept.delete(to);
    this.#store.drop(to);
  }
}
