/** Tells its listeners of messages, in the order in which the page hears of them. */
import type { Message } from '../../protocol/shapes.ts';

export type MessageListener = (message: Message) => void;

export class MessageListeners {
  readonly #listeners = new Set<MessageListener>();

  /** Returns the function that ends the listening. */
  listen(listener: MessageListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(message: Message): void {
    for (const listener of this.#listeners) listener(message);
  }
}
