/** Keeps the draft of each conversation across reloads, until it is sent. */
import { effect, type ReadonlySignal, type Signal } from '@preact/signals';
import { limits } from '../../protocol/limits.ts';
import type { Draft, SharedStore } from './text-store.ts';

/** Above this number, the draft that was changed longest ago is removed. */
export const maxDrafts = 50;

/** In UTF-16 code units, of which a code point has at most two. The rest of a longer text is not kept. */
export const maxDraftLength = 2 * limits.bodyMaxLength;

interface Conversing {
  readonly peer: string;
  readonly draft: ReadonlySignal<string>;
}

export class Drafts {
  /** The texts before the changes of this tab that nobody has followed yet. */
  readonly early = new Map<string, string>();
  /** Called when this tab has changed a draft. */
  onKept = (to: string, before: string): void => void this.early.set(to, before);
  readonly #store: SharedStore<Draft>;
  /** By the peer's username, because a conversation may have no id yet; the latest draft is last. */
  readonly #kept: Map<string, Draft>;

  constructor(store: SharedStore<Draft>) {
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
    const { text: before = '', known } = this.#kept.get(to) ?? {};
    if (text === before) return;
    this.put({ to, text: text.trim() && text, known });
    for (const { to: oldest } of this.all().slice(0, -maxDrafts)) this.#forget(oldest);
    this.onKept(to, before);
  }

  of(to: string): Draft | undefined {
    return this.#kept.get(to);
  }

  /** Keeps also an empty text while the server has another one. */
  put(entry: Omit<Draft, 'writtenAt'>): void {
    this.#forget(entry.to);
    if (!entry.text && !entry.known?.text) return;
    const draft = { ...entry, writtenAt: Date.now() };
    this.#kept.set(entry.to, draft);
    this.#store.put(draft);
  }

  /**
   * Keeps the draft of the open conversation, and shows the same draft in every tab; returns the function that ends this.
   * @param draftOf - the text on the screen.
   */
  follow(open: ReadonlySignal<Conversing | null>, draftOf: (to: string) => Signal<string>): () => void {
    const stopKeeping = effect(() => {
      if (open.value) this.keep(open.value.peer, open.value.draft.value);
    });
    const stopFollowing = this.#followTabs(draftOf);
    return () => {
      stopKeeping();
      stopFollowing();
    };
  }

  /** A text that another tab has sent or discarded becomes empty. */
  #followTabs(draftOf: (to: string) => Signal<string>): () => void {
    return this.#store.watch(() => {
      const stored = new Map(this.#store.all().map((draft) => [draft.to, draft]));
      for (const to of new Set([...this.#kept.keys(), ...stored.keys()])) {
        const draft = stored.get(to);
        const before = this.#kept.get(to)?.text;
        if (draft) this.#kept.set(to, draft);
        else this.#kept.delete(to);
        if (draft?.text !== before) draftOf(to).value = draft?.text ?? '';
      }
    });
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
