/** Every conversation this device has heard of, found by the peer's name or by its channel. */
import { computed, signal } from '@preact/signals';
import type { Conversation, Message } from '../../protocol/shapes.ts';
import { Thread } from './thread.ts';

export class Threads {
  readonly #me: string;
  readonly #byPeer = signal<ReadonlyMap<string, Thread>>(new Map());

  constructor(me: string) {
    this.#me = me;
  }

  /** Those with a message, newest activity first. */
  readonly active = computed(() =>
    [...this.#byPeer.value.values()]
      .filter((thread) => thread.last.value !== null)
      .sort((a, b) => (b.last.value?.sentAt ?? '').localeCompare(a.last.value?.sentAt ?? '')),
  );

  readonly unread = computed(() => this.active.value.reduce((sum, thread) => sum + thread.unread.value, 0));

  with(peer: string): Thread {
    const known = this.#byPeer.peek().get(peer);
    if (known) return known;
    const thread = new Thread(peer);
    this.#byPeer.value = new Map(this.#byPeer.peek()).set(peer, thread);
    return thread;
  }

  byChannel(channelId: string): Thread | undefined {
    return [...this.#byPeer.peek().values()].find((thread) => thread.channelId === channelId);
  }

  receive(message: Message): Thread {
    const thread = this.with(message.from === this.#me ? message.to : message.from);
    thread.receive(message);
    return thread;
  }

  learn(conversation: Conversation): Thread {
    const thread = this.with(conversation.peer.username);
    thread.learnSummary(conversation);
    return thread;
  }
}
