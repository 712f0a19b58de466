/** Tells its listeners of each message of a peer that has just been pushed. */
import type { Message } from '../../protocol/shapes.ts';

type Listener = (message: Message) => void;

/** How many messages wait for the listener whose code loads after the page. */
const keptMax = 20;

export class Arrivals {
  readonly #listeners = new Set<Listener>();
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

  tell(message: Message): void {
    if (this.#kept) this.#kept = [...this.#kept, message].slice(-keptMax);
    for (const listener of this.#listeners) listener(message);
  }
}
