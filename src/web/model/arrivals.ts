/** Tells its listeners of each new message of a peer, once and in order. */
import type { Message } from '../../protocol/shapes.ts';

type Listener = (message: Message) => void;

/** How many messages wait for the listener whose code loads after the page. */
const keptMax = 20;

export class Arrivals {
  readonly #listeners = new Set<Listener>();
  /** The newest told message of each conversation. */
  readonly #told = new Map<string, number>();
  #kept: Message[] | null = [];

  /** Returns the function that ends the listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** As `listen`, for the one listener that comes late: it is first told of the messages that came before it. */
  listenLate(listener: Listener): () => void {
    for (const message of this.#kept ?? []) listener(message);
    this.#kept = null;
    return this.listen(listener);
  }

  /** An answer of the server may tell of a message before its push does, so that what the page shows decides nothing. */
  tell(message: Message): void {
    const { channelId, seq } = message;
    if (seq <= (this.#told.get(channelId) ?? 0)) return;
    this.#told.set(channelId, seq);
    if (this.#kept) this.#kept = [...this.#kept, message].slice(-keptMax);
    for (const listener of this.#listeners) listener(message);
  }
}
