/** Shows the last state that the browser keeps, until the server has answered. */
import { batch, effect, type ReadonlySignal } from '@preact/signals';
import type { ConversationState } from './conversation-state.ts';
import type { MessengerParts } from './messenger-parts.ts';
import { shownAs } from './room-names.ts';
import type { StateStore, StoredLog } from './state-store.ts';

type Restored = Pick<MessengerParts, 'conversations' | 'users' | 'inbox' | 'wire' | 'features'>;

export class StateRestorer {
  readonly #parts: Restored;
  readonly #store: StateStore;

  constructor(parts: Restored, store: StateStore) {
    this.#parts = parts;
    this.#store = store;
  }

  /** Shows the list, and the log of each opened conversation while there is no connection. */
  async follow(open: ReadonlySignal<ConversationState | null>, stops: (() => void)[]): Promise<void> {
    const conversation = open.peek();
    await Promise.all([conversation && this.log(conversation), this.list()]);
    const showWithoutServer = () => {
      if (this.#parts.wire.state.value === 'lost' && open.value) void this.log(open.value);
    };
    stops.push(effect(showWithoutServer));
  }

  async list(): Promise<void> {
    const { conversations, users, inbox, features } = this.#parts;
    const list = await this.#store.list();
    if (!list || inbox.confirmed.peek()) return;
    batch(() => {
      // Without a connection, the page offers what it offered before.
      if (features.peek().length === 0) features.value = list.features ?? [];
      users.learn(list.conversations.map(shownAs).filter(({ username }) => !users.knows(username)));
      for (const summary of list.conversations) conversations.learn(summary, { isStored: true });
      inbox.restore(list.hasMore);
    });
  }

  /** When the user reads far before the end, the log waits for the server, unless there is no connection. */
  #showsPlace({ place }: ConversationState, { messages }: StoredLog): boolean {
    const isKept = place === null || messages.some(({ seq }) => seq === place.seq);
    return isKept || this.#parts.wire.state.peek() === 'lost';
  }

  async log(conversation: ConversationState): Promise<void> {
    if (conversation.timeline.peek().loaded) return;
    const log = await this.#store.log(conversation.peer);
    if (!log || conversation.timeline.peek().loaded || !this.#showsPlace(conversation, log)) return;
    this.#parts.conversations.restore(log);
  }
}
