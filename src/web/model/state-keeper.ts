/** Saves the last state of the conversations, soon after it has changed. */
import { effect, type ReadonlySignal } from '@preact/signals';
import type { ConversationState } from './conversation-state.ts';
import { newestFirst } from './known-conversations.ts';
import { logOf, stateLimits, summaryOf } from './last-state.ts';
import type { MessengerParts } from './messenger-parts.ts';
import type { StateStore, StoredLog } from './state-store.ts';

/** Changes within this time are saved together. */
const saveAfterMs = 1_000;

interface Kept extends Pick<MessengerParts, 'conversations' | 'users' | 'inbox' | 'features'> {
  readonly open: ReadonlySignal<ConversationState | null>;
}

export class StateKeeper {
  readonly #parts: Kept;
  readonly #store: StateStore;
  /** The saved messages and quotes: a log is saved again only when they have changed. */
  readonly #saved = new WeakMap<ConversationState, readonly object[]>();
  readonly #stop: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Kept, store: StateStore) {
    this.#parts = parts;
    this.#store = store;
    this.#stop = effect(() => {
      const { active, archived } = parts.conversations;
      const listed = listedOf(active.value, archived.value);
      for (const conversation of withOpen(listed, parts.open.value)) watch(conversation);
      if (parts.inbox.confirmed.value) this.#timer ??= setTimeout(() => this.saveNow(), saveAfterMs);
    });
  }

  /** Saves what has changed, because the page may be closed. */
  saveNow(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { conversations, users, inbox, features, open } = this.#parts;
    const active = conversations.active.peek();
    const listed = listedOf(active, conversations.archived.peek());
    const summaries = listed.flatMap((one) => summaryOf(one, users.get(one.peer)) ?? []);
    const hasMore = inbox.hasMore.peek() || active.length > stateLimits.conversations;
    const recent = withOpen(listed, open.peek()).slice(0, stateLimits.logs);
    const kept = recent.map(({ peer }) => peer);
    void this.#store.save(
      { conversations: summaries, hasMore, features: features.peek() },
      recent.flatMap((one) => this.#changed(one)),
      kept,
    );
  }

  /** Ends without saving: the user may have logged out. */
  stop(): void {
    this.#stop();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #changed(conversation: ConversationState): StoredLog[] {
    const parts = [conversation.timeline.peek(), conversation.quoted.peek()];
    const isSaved = this.#saved.get(conversation)?.every((part, index) => part === parts[index]) ?? false;
    const log = isSaved ? null : logOf(conversation);
    if (log) this.#saved.set(conversation, parts);
    return log ? [log] : [];
  }
}

/** The conversations that are kept, newest activity first. */
const listedOf = (active: readonly ConversationState[], archived: readonly ConversationState[]) =>
  [...active.slice(0, stateLimits.conversations), ...archived.slice(0, stateLimits.archived)].sort(newestFirst);

/** With the open conversation first, however old it is: the next visit shows it before all others. */
const withOpen = (listed: readonly ConversationState[], open: ConversationState | null) =>
  open ? [open, ...listed.filter((one) => one !== open)] : listed;

/** Reads the signals whose change is to be saved. */
function watch({ timeline, readState, unread, quoted, mutedUntil, archived }: ConversationState): void {
  for (const each of [timeline, readState, unread, quoted, mutedUntil, archived]) void each.value;
}
