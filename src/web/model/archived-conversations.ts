/** The archive of the user: its conversations, and the last move into it or out of it, which can be undone. */
import { computed, effect, signal } from '@preact/signals';
import type { Data } from '../../protocol/events.ts';
import type { ConversationState } from './conversation-state.ts';
import { listQuery } from './inbox.ts';
import type { MessengerParts } from './messenger-parts.ts';
import { Refresher } from './refresher.ts';
import { roomName, shownAs } from './room-names.ts';

type Parts = Pick<MessengerParts, 'wire' | 'users' | 'conversations' | 'inbox' | 'features'>;

export interface Move {
  readonly conversation: ConversationState;
  readonly archived: boolean;
}

const pageSize = 50;
/** How long a move can be undone. */
const undoMs = 8_000;

export class Archive {
  /** Null when nothing can be undone. */
  readonly moved = signal<Move | null>(null);
  readonly hasMore = signal(false);
  /** False until the first page has arrived. */
  readonly loaded = signal(false);
  readonly #parts: Parts;
  readonly #refresher: Refresher;
  #pages = 1;
  /** How often a conversation was archived or taken out. */
  #moves = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    const { wire, conversations, inbox } = parts;
    this.#parts = parts;
    const canRun = () => wire.state.peek() === 'connected';
    this.#refresher = new Refresher(() => this.#fetch(), { canRun, failuresBefore: 2 });
    wire.onPush('archived', ({ channelId, username, archived, seq }) => {
      this.#moves += 1;
      conversations.identify(channelId, username ?? roomName(channelId)).archivedSeq.value = archived ? seq : 0;
      inbox.refreshSoon();
    });
    effect(() => {
      // Those that the device has kept may have been taken out meanwhile, and others archived.
      const isUnsure = conversations.archived.value.length > 0 && !this.loaded.value;
      const isOther = inbox.archived.value !== conversations.archived.value.length;
      if (inbox.confirmed.value && (isUnsure || isOther)) void this.#refresher.refresh();
    });
  }

  /** Some of many may not be known, and none of them before the server has answered. */
  readonly count = computed(() => {
    const known = this.#parts.conversations.archived.value.length;
    return this.hasMore.value || !this.loaded.value ? Math.max(known, this.#parts.inbox.archived.value) : known;
  });

  more(): Promise<void> {
    this.#pages += 1;
    return this.#refresher.refresh();
  }

  /** Archives the conversation, or takes it out. Fails with a `WireFailure`, and leaves the conversation as it was. */
  async move(conversation: ConversationState, on: boolean): Promise<void> {
    await this.#store(conversation, on);
    clearTimeout(this.#timer);
    this.moved.value = { conversation, archived: on };
    this.#timer = setTimeout(() => (this.moved.value = null), undoMs);
  }

  /** Fails as `move`. */
  async #store(conversation: ConversationState, on: boolean): Promise<void> {
    const { archivedSeq, last, peer } = conversation;
    const before = archivedSeq.peek();
    this.#moves += 1;
    archivedSeq.value = on ? (last.peek()?.seq ?? 0) : 0;
    try {
      const { archived, seq } = await this.#parts.wire.request('archive', { with: peer, on });
      this.#moves += 1;
      archivedSeq.value = archived ? seq : 0;
    } catch (error) {
      archivedSeq.value = before;
      throw error;
    }
    this.#parts.inbox.refreshSoon();
  }

  /** Fails as `move`. */
  async undo({ conversation, archived }: Move): Promise<void> {
    this.moved.value = null;
    await this.#store(conversation, !archived);
  }

  async #fetch(): Promise<void> {
    const { wire, users, conversations } = this.#parts;
    const moves = this.#moves;
    const listed = new Set<ConversationState>();
    let cursor: string | null = null;
    for (let page = 0; page < this.#pages; page += 1) {
      const query = { archived: true, ...listQuery(this.#parts.features, pageSize, cursor) };
      const answer: Data<'conversations'> = await wire.request('conversations', query);
      users.learn(answer.conversations.map(shownAs));
      for (const summary of answer.conversations) listed.add(conversations.learn(summary));
      cursor = answer.next;
      this.loaded.value = true;
      this.hasMore.value = cursor !== null;
      if (cursor === null) break;
    }
    if (cursor !== null || moves !== this.#moves) return;
    for (const one of conversations.archived.peek()) if (!listed.has(one)) one.archivedSeq.value = 0;
  }
}

const archives = new WeakMap<Parts, Archive>();

/** The archive of this messenger, which is made when it is first needed. */
export function archiveOf(parts: Parts): Archive {
  const archive = archives.get(parts) ?? new Archive(parts);
  archives.set(parts, archive);
  return archive;
}
