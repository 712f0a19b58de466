/** Tells its listeners of each message of a peer that has just been pushed. */
import type { Message } from '../../protocol/shapes.ts';
import { type MessageListener, MessageListeners } from './message-listeners.ts';

/** How many messages wait for the listener whose code loads after the page. */
const keptMax = 20;

export class Arrivals extends MessageListeners {
  #kept: Message[] | null = [];

  /** As `listen`, for the one listener that comes late: it is first told of the messages that came before it. */
  listenLate(listener: MessageListener): () => void {
    for (const message of this.#kept ?? []) listener(message);
    this.#kept = null;
    return this.listen(listener);
  }

  override tell(message: Message): void {
    if (this.#kept) this.#kept = [...this.#kept, message].slice(-keptMax);
    super.tell(message);
  }
}
