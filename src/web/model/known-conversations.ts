/** Holds every conversation that this page has heard of, by its id. */
import { batch, computed, signal } from '@preact/signals';
import type { ListedConversation, Message } from '../../protocol/shapes.ts';
import { ConversationState } from './conversation-state.ts';
import { isMuted } from './muting.ts';
import { isRoomName, nameIn, shownAs } from './room-names.ts';
import type { StoredLog } from './state-store.ts';

/** A room of which only a push has told is a new one. */
const activityOf = ({ last, room }: ConversationState) =>
  last.value?.sentAt ?? (room.value ? (room.value.createdAt ?? '~') : '');
export const newestFirst = (a: ConversationState, b: ConversationState) => (activityOf(b) < activityOf(a) ? -1 : 1);

/**
 * The server names a conversation by its id. The address of the page names it by its peer, often before the server has
 * told the id. `withPeer` therefore opens a conversation without an id, and `identify` gives it the id once it is known.
 */
export class KnownConversations {
  readonly #me: string;
  readonly #all = signal<readonly ConversationState[]>([]);
  readonly #byId = new Map<string, ConversationState>();
  readonly #byPeer = new Map<string, ConversationState>();

  /** Reads the logs that the browser keeps, also of conversations that this page has not loaded. */
  storedLogs?: () => Promise<readonly StoredLog[]>;

  constructor(me: string) {
    this.#me = me;
  }

  readonly #listed = (isListed: (conversation: ConversationState) => boolean) =>
    computed(() => this.#all.value.filter(isListed).sort(newestFirst));

  /** The conversations that have a message, and the rooms, which are not archived, newest activity first. */
  readonly active = this.#listed(
    ({ peer, last, room, archived, missing }) =>
      !!(last.value ?? room.value) && !archived.value && !(missing.value && isRoomName(peer)),
  );

  readonly drafted = this.#listed(({ hasDraft, archived }) => hasDraft.value && !archived.value);

  readonly archived = this.#listed(({ archived }) => archived.value);

  /** Of conversations that are not muted. */
  readonly unread = computed(() =>
    this.active.value.reduce(
      (sum, { unread, mutedUntil }) => (isMuted(mutedUntil.value) ? sum : sum + unread.value),
      0,
    ),
  );

  get(channelId: string): ConversationState | undefined {
    return this.#byId.get(channelId);
  }

  /** Returns the conversation with this user; makes one without an id when none is known. */
  withPeer(peer: string): ConversationState {
    const known = this.#byPeer.get(peer);
    if (known) return known;
    const conversation = new ConversationState(peer, this.#me);
    this.#byPeer.set(peer, conversation);
    this.#all.value = [...this.#all.peek(), conversation];
    return conversation;
  }

  /** Returns the conversation of this id. When the id is new, it belongs to the conversation with `peer`. */
  identify(channelId: string, peer: string): ConversationState {
    const known = this.#byId.get(channelId);
    if (known) return known;
    const conversation = this.withPeer(peer);
    conversation.id.value = channelId;
    this.#byId.set(channelId, conversation);
    return conversation;
  }

  receive(message: Message): ConversationState {
    const conversation = this.identify(message.channelId, nameIn(message, this.#me));
    conversation.receive(message);
    return conversation;
  }

  /** @param isStored - whether the browser tells it, and not the server. */
  learn(summary: ListedConversation, { isStored = false } = {}): ConversationState {
    const conversation = this.identify(summary.channelId, shownAs(summary).username);
    conversation.learnSummary(summary, isStored);
    return conversation;
  }

  /** Shows messages until the server has confirmed them over the connection. */
  restore(log: StoredLog): void {
    batch(() => this.identify(log.channelId, log.peer).restore(log));
  }
}
