/** Keeps each message until the server acknowledges it, and repeats it under the same `clientId` until then. */
import { signal } from '@preact/signals';
import { v7 } from 'uuid';
import type { Message } from '../../protocol/shapes.ts';
import { Refresher } from './refresher.ts';
import type { TextStore, Unsent } from './text-store.ts';
import type { Wire } from './wire.ts';
import { WireFailure } from './wire-failure.ts';

const maxUnsent = 100;

/** The ids of one user ascend with time, so that the database appends them to one place of its index. */
const newClientId = () => v7();

export class Outbox {
  readonly unsent = signal<readonly Unsent[]>([]);
  readonly #wire: Wire;
  readonly #store: TextStore<Unsent>;
  readonly #onSent: (message: Message) => void;
  /** One sender for each recipient: it sends one message at a time, so that their order stays. */
  readonly #senders = new Map<string, Refresher>();

  constructor(wire: Wire, store: TextStore<Unsent>, onSent: (message: Message) => void) {
    this.#wire = wire;
    this.#store = store;
    this.#onSent = onSent;
    this.unsent.value = store.all().sort((a, b) => a.writtenAt - b.writtenAt);
  }

  /** Accepts a message for sending; returns false when too many messages are waiting. */
  add(to: string, body: string): boolean {
    if (this.unsent.peek().length >= maxUnsent) return false;
    const latest = this.unsent.peek().at(-1)?.writtenAt ?? 0;
    this.#keep({ clientId: newClientId(), to, body, writtenAt: Math.max(Date.now(), latest + 1), refused: null });
    this.#senderTo(to).refreshUnlessWaiting();
    return true;
  }

  /** Sends a refused message again. After a `conflict` it gets a new id, because another message has the old one. */
  retry(clientId: string): void {
    const entry = this.#find(clientId);
    if (!entry) return;
    if (entry.refused === 'conflict') this.remove(clientId);
    this.#keep({ ...entry, clientId: entry.refused === 'conflict' ? newClientId() : clientId, refused: null });
    this.#senderTo(entry.to).refreshUnlessWaiting();
  }

  /** Forgets a message that the server has stored, or that its author discards. */
  remove(clientId: string): void {
    if (!this.#find(clientId)) return;
    this.#store.drop(clientId);
    this.unsent.value = this.unsent.peek().filter((entry) => entry.clientId !== clientId);
  }

  /** Sends all waiting messages now; called when the connection is back. */
  resume(): void {
    for (const to of new Set(this.unsent.peek().map((entry) => entry.to))) void this.#senderTo(to).refresh();
  }

  /** Removes every unsent message of the user from the store, including those of other tabs. */
  clear(): void {
    for (const { clientId } of this.#store.all()) this.#store.drop(clientId);
    this.unsent.value = [];
  }

  stop(): void {
    for (const sender of this.#senders.values()) sender.stop();
  }

  #senderTo(to: string): Refresher {
    const known = this.#senders.get(to);
    if (known) return known;
    const canRun = () => this.#wire.state.peek() === 'connected';
    const sender: Refresher = new Refresher(() => this.#sendNext(to, sender), { canRun });
    this.#senders.set(to, sender);
    return sender;
  }

  /** Sends one message and asks the sender to run again, so that each success resets the backoff. */
  async #sendNext(to: string, sender: Refresher): Promise<void> {
    const next = this.unsent.peek().find((entry) => entry.to === to && entry.refused === null);
    if (!next) return;
    await this.#send(next);
    void sender.refresh();
  }

  /** Fails when a retry may help; a permanent refusal stays with the message. */
  async #send({ clientId, to, body }: Unsent): Promise<void> {
    try {
      const { message } = await this.#wire.request('chatMessage', { to, clientId, body });
      this.#onSent(message);
      this.remove(clientId);
    } catch (error) {
      const failure = WireFailure.from(error);
      if (!failure.permanent) throw failure;
      const entry = this.#find(clientId);
      if (entry) this.#keep({ ...entry, refused: failure.code });
    }
  }

  #keep(entry: Unsent): void {
    this.#store.put(entry);
    const others = this.unsent.peek().filter(({ clientId }) => clientId !== entry.clientId);
    this.unsent.value = [...others, entry].sort((a, b) => a.writtenAt - b.writtenAt);
  }

  #find(clientId: string): Unsent | undefined {
    return this.unsent.peek().find((entry) => entry.clientId === clientId);
  }
}
