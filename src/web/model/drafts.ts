/** Keeps the draft of each conversation across reloads, until it is sent. */
import { effect, type ReadonlySignal, type Signal } from '@preact/signals';
import { limits } from '../../protocol/limits.ts';
import type { Draft, KnownDraft, SharedStore, StoredKnownDraft, TextStores } from './text-store.ts';

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
  /** Called when another tab has changed a draft. */
  onFollowed = (_to: string): void => {};
  readonly #store: SharedStore<Draft>;
  readonly #knownStore: SharedStore<StoredKnownDraft>;
  /** By the peer's username, because a conversation may have no id yet; the latest draft is last. */
  readonly #kept: Map<string, Draft>;
  /** The drafts that the server has. Those of texts that are kept are stored. */
  readonly #known = new Map<string, KnownDraft>();

  constructor({ drafts, knownDrafts }: Pick<TextStores, 'drafts' | 'knownDrafts'>) {
    this.#store = drafts;
    this.#knownStore = knownDrafts;
    const oldestFirst = drafts.all().sort((a, b) => a.writtenAt - b.writtenAt);
    this.#kept = byPeer(oldestFirst);
    for (const known of knownDrafts.all())
      if (this.#kept.has(known.to)) this.#known.set(known.to, known);
      else knownDrafts.drop(known.to);
  }

  all(): Draft[] {
    return [...this.#kept.values()];
  }

  /** Called with every change. A draft of white space is removed. */
  keep(to: string, draftText: string): void {
    const text = draftText.slice(0, maxDraftLength);
    const before = this.#kept.get(to)?.text ?? '';
    if (text === before) return;
    this.put(to, text.trim() && text);
    for (const { to: oldest } of this.all().slice(0, -maxDrafts)) this.#forget(oldest);
    this.onKept(to, before);
  }

  has(to: string): boolean {
    return this.#kept.has(to);
  }

  /** The drafts that the server has, by the peer's username. */
  get known(): ReadonlyMap<string, KnownDraft> {
    return this.#known;
  }

  /** Keeps also an empty text while the server has another one. */
  put(to: string, text: string): void {
    this.#kept.delete(to);
    if (text || this.#known.get(to)?.text) {
      const draft = { to, text, writtenAt: Date.now() };
      this.#kept.set(to, draft);
      this.#store.put(draft);
    } else {
      this.#forget(to);
    }
  }

  /** The server has this draft. Writes no text: another tab may have a newer one. */
  know(to: string, known: KnownDraft): void {
    this.#known.set(to, known);
    const kept = this.#kept.get(to);
    if (kept && !kept.text && !known.text) this.#forget(to);
    else if (kept) this.#knownStore.put({ ...known, to });
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
    const stopTexts = this.#store.watch(() => {
      const stored = byPeer(this.#store.all());
      for (const to of new Set([...this.#kept.keys(), ...stored.keys()])) {
        const draft = stored.get(to);
        const before = this.#kept.get(to)?.text;
        if (draft) this.#kept.set(to, draft);
        else this.#kept.delete(to);
        if (draft?.text === before) continue;
        this.onFollowed(to);
        draftOf(to).value = draft?.text ?? '';
      }
    });
    const stopKnown = this.#knownStore.watch(() => this.#learnKnown());
    return () => {
      stopTexts();
      stopKnown();
    };
  }

  #learnKnown(): void {
    for (const known of this.#knownStore.all()) {
      const version = this.#known.get(known.to)?.version ?? 0;
      if (known.version > version) this.#known.set(known.to, known);
    }
  }

  /** Removes every draft of the user from the store, including those of other tabs. */
  clear(): void {
    for (const { to } of [...this.#store.all(), ...this.#knownStore.all()]) this.#forget(to);
  }

  #forget(to: string): void {
    this.#kept.delete(to);
    this.#store.drop(to);
    this.#knownStore.drop(to);
  }
}

function byPeer<T extends { readonly to: string }>(entries: readonly T[]): Map<string, T> {
  return new Map(entries.map((entry) => [entry.to, entry]));
}
