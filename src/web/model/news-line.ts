/** Remembers where the new messages began when the user last came to the open conversation. */
import { signal } from '@preact/signals';

export class NewsLine {
  /** The `seq` that the user had read. Null before the user has come; infinite when nothing was unread. */
  readonly readBefore = signal<number | null>(null);
  #lookedAway = false;

  reset(): void {
    this.readBefore.value = null;
  }

  /** The user sees the end of the conversation. */
  seen(readBefore: number): void {
    const returnsToUnread = this.#lookedAway && readBefore < Number.POSITIVE_INFINITY;
    if (this.readBefore.peek() === null || returnsToUnread) this.readBefore.value = readBefore;
    this.#lookedAway = false;
  }

  /** The user no longer sees it: messages from now on are new. */
  lookedAway(): void {
    this.#lookedAway = true;
  }
}
