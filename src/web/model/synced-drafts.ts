/** Keeps the drafts the same on all devices of the user. A text counts as unsaved while it is not the one that the server has. */
import { effect, type ReadonlySignal, untracked } from '@preact/signals';
import type { Draft } from '../../protocol/draft-shapes.ts';
import type { Feature } from '../../protocol/events.ts';
import { limits } from '../../protocol/limits.ts';
import { codePoints } from '../../protocol/text-length.ts';
import { spreadMs } from './backoff.ts';
import type { ConversationState } from './conversation-state.ts';
import type { Drafts } from './drafts.ts';
import { listDrafts, nameOfDraft } from './listed-drafts.ts';
import type { KnownDraft } from './text-store.ts';
import type { Wire } from './wire.ts';
import { WireFailure } from './wire-failure.ts';

/** From the last change of a text until it is saved, in milliseconds. */
export const saveAfterMs = 1_000;
/** After a failure while the connection stands. */
const retryMs = 5_000;
const resyncSpreadMs = 2_000;

const none: KnownDraft = { text: '', version: 0 };

export interface DraftParts {
  readonly wire: Wire;
  readonly drafts: Drafts;
  readonly open: ReadonlySignal<ConversationState | null>;
  readonly features: ReadonlySignal<readonly Feature[]>;
  readonly conversations: { withPeer(peer: string): ConversationState };
}

export class SyncedDrafts {
  readonly #parts: DraftParts;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #saving = new Map<string, Promise<void>>();
  /** The text of this tab; a text that came from another tab is saved there. */
  readonly #typedHere = new Set<string>();
  /** What came while a save was under way. */
  readonly #late = new Map<string, Draft>();
  /** The last text that the server may have without our knowing: its save failed, or it was sent or discarded here. */
  readonly #tried = new Map<string, string>();
  /** The last text that the server will never take. */
  readonly #refused = new Map<string, string>();
  readonly #stops: (() => void)[] = [];
  #isShowing = false;
  #isPulling = false;
  #resync: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: DraftParts) {
    this.#parts = parts;
    const { wire, drafts, open } = parts;
    for (const [to, text] of drafts.early) this.#tried.set(to, text);
    for (const [to, text] of drafts.early) if (!drafts.known.has(to)) drafts.know(to, { text, version: 0 });
    drafts.onKept = (to, before) => this.#kept(to, before);
    drafts.onFollowed = (to) => this.#leaveToOtherTab(to);
    wire.onPush('draft', (draft) => this.#hear(draft));
    wire.onPush('resync', () => this.#pullIn(spreadMs(resyncSpreadMs)));
    let left: string | undefined;
    this.#stops.push(
      effect(() => {
        if (this.#canAsk) void untracked(() => this.#pull());
      }),
      effect(() => {
        const entered = open.value?.peer;
        const waiting = left;
        left = entered;
        if (waiting !== undefined && this.#timers.has(waiting)) void untracked(() => this.#save(waiting));
      }),
    );
  }

  get #canAsk(): boolean {
    const { wire, features } = this.#parts;
    return features.value.includes('drafts') && wire.state.value === 'connected';
  }

  /** Saves at once what waits, because the page may not come back. */
  flush(): void {
    for (const peer of [...this.#timers.keys()]) void this.#save(peer);
  }

  /** The user is no member of the room any more: the server has removed the draft. */
  forget(peer: string): void {
    this.#show(peer, none);
  }

  stop(): void {
    const { drafts } = this.#parts;
    for (const stop of this.#stops) stop();
    for (const timer of [...this.#timers.values(), this.#resync]) clearTimeout(timer);
    this.#timers.clear();
    drafts.onKept = () => {};
    drafts.onFollowed = () => {};
  }

  #kept(peer: string, before: string): void {
    const { drafts } = this.#parts;
    // The server may have got this text before the page was loaded again.
    drafts.know(peer, drafts.known.get(peer) ?? { text: before, version: 0 });
    if (this.#isShowing) return;
    this.#typedHere.add(peer);
    if (this.#ownText(peer) === '') this.#tried.set(peer, before);
    // A sent or discarded text goes at once.
    this.#saveSoon(peer, this.#ownText(peer) === '' ? 0 : saveAfterMs);
  }

  /** The tab that has the newest text saves it. Two tabs would overwrite each other's. */
  #leaveToOtherTab(peer: string): void {
    this.#typedHere.delete(peer);
    clearTimeout(this.#timers.get(peer));
    this.#timers.delete(peer);
  }

  #saveSoon(peer: string, ms: number): void {
    clearTimeout(this.#timers.get(peer));
    this.#timers.set(
      peer,
      setTimeout(() => void this.#save(peer), ms),
    );
  }

  #conversation = (peer: string) => this.#parts.conversations.withPeer(peer);

  #ownText(peer: string): string {
    const text = this.#conversation(peer).draft.peek();
    return text.trim() === '' ? '' : text;
  }

  #isUnsaved = (peer: string) => this.#ownText(peer) !== this.#knownOf(peer).text;

  #knownOf = (peer: string) => this.#parts.drafts.known.get(peer) ?? none;

  #save(peer: string): Promise<void> {
    clearTimeout(this.#timers.get(peer));
    this.#timers.delete(peer);
    const saving = this.#saving.get(peer) ?? this.#saveNow(peer).finally(() => this.#saved(peer));
    this.#saving.set(peer, saving);
    return saving;
  }

  #saved(peer: string): void {
    this.#saving.delete(peer);
    const late = this.#late.get(peer);
    this.#late.delete(peer);
    if (late) this.#hear(late);
  }

  async #saveNow(peer: string): Promise<void> {
    const text = this.#ownText(peer);
    const base = this.#knownOf(peer).version;
    if (!this.#isUnsaved(peer) || !this.#canSave(peer, text)) return;
    try {
      const { version } = await this.#parts.wire.request('saveDraft', { with: peer, text, base });
      this.#tried.delete(peer);
      this.#parts.drafts.know(peer, { text, version });
      if (this.#typedHere.has(peer) && this.#isUnsaved(peer) && !this.#timers.has(peer))
        this.#saveSoon(peer, saveAfterMs);
    } catch (error) {
      this.#failed(peer, text, WireFailure.from(error));
    }
  }

  #canSave(peer: string, text: string): boolean {
    const fits = text.length <= limits.bodyMaxLength || codePoints(text) <= limits.bodyMaxLength;
    const waits = this.#conversation(peer).otherDraft.peek() !== null;
    return this.#canAsk && fits && !waits && this.#refused.get(peer) !== text;
  }

  #failed(peer: string, text: string, { code, asked, permanent, retryAfterMs }: WireFailure): void {
    if (code === 'conflict' && asked.data) {
      this.#meet(peer, asked.data);
    } else if (permanent) {
      this.#refused.set(peer, text);
    } else {
      this.#tried.set(peer, text);
      this.#saveSoon(peer, retryAfterMs ?? retryMs);
    }
  }

  /** Another text than the one that the own one was made from. */
  #meet(peer: string, other: KnownDraft): void {
    const isOwn = ['', this.#knownOf(peer).text, this.#tried.get(peer)].includes(other.text);
    this.#conversation(peer).otherDraft.value = isOwn
      ? null
      : {
          text: other.text,
          take: () => this.#show(peer, other),
          replace: () => {
            this.#parts.drafts.know(peer, other);
            this.#conversation(peer).otherDraft.value = null;
            this.#saveSoon(peer, 0);
          },
        };
    if (!isOwn) return;
    this.#tried.delete(peer);
    this.#parts.drafts.know(peer, other);
    this.#saveSoon(peer, 0);
  }

  #hear(draft: Draft): void {
    const { text, version } = draft;
    const peer = nameOfDraft(draft);
    const known = this.#knownOf(peer);
    if (version <= known.version) return;
    if (this.#saving.has(peer)) this.#late.set(peer, draft);
    else if (this.#ownText(peer) === '' && this.#tried.get(peer) === text) this.#meet(peer, { text, version });
    else if (!this.#isUnsaved(peer) || this.#ownText(peer) === text) this.#show(peer, { text, version });
    else if (this.#typedHere.has(peer)) this.#meet(peer, { text, version });
  }

  #show(peer: string, known: KnownDraft): void {
    const conversation = this.#conversation(peer);
    this.#typedHere.delete(peer);
    this.#isShowing = true;
    conversation.otherDraft.value = null;
    if (this.#ownText(peer) !== known.text) {
      if (this.#parts.drafts.has(peer)) this.#parts.drafts.put(peer, known.text);
      conversation.draft.value = known.text;
    }
    this.#parts.drafts.know(peer, known);
    this.#isShowing = false;
  }

  #pullIn(ms: number): void {
    clearTimeout(this.#resync);
    this.#resync = setTimeout(() => void this.#pull(), ms);
  }

  async #pull(): Promise<void> {
    if (this.#isPulling || !this.#canAsk) return;
    this.#isPulling = true;
    const { wire, drafts, features } = this.#parts;
    const before = new Map(drafts.known);
    const listed = await listDrafts(wire, before, features.peek()).catch(() => null);
    this.#isPulling = false;
    if (!listed) return this.#pullIn(retryMs);
    for (const draft of listed.drafts) this.#hear(draft);
    for (const peer of listed.removed) {
      if (this.#knownOf(peer) !== before.get(peer)) continue;
      if (this.#isUnsaved(peer)) this.#parts.drafts.know(peer, none);
      else this.#show(peer, none);
    }
    for (const peer of new Set([...drafts.all().map(({ to }) => to), ...drafts.known.keys()])) {
      if (!this.#isUnsaved(peer)) continue;
      this.#typedHere.add(peer);
      // Another tab may be writing the text.
      this.#saveSoon(peer, this.#ownText(peer) === '' ? 0 : saveAfterMs);
    }
  }
}
