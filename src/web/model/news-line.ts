/** Remembers where the new messages began when the user last came to the open conversation. */
import { signal } from '@preact/signals';

export class NewsLine {
  /** The `seq` that the user had read. Null before the user has come; infinite when nothing was unread. */
  readonly readBefore = signal<number | null>(null);
  #isAway = false;

  reset(): void {
    this.readBefore.value = null;
    this.#isAway = false;
  }

  /**
   * @param readSeq - the `seq` that the user has read; infinite when nothing is unread.
   * @param seesEnd - false while the user looks elsewhere: messages from then on are new.
   */
  update(readSeq: number, seesEnd: boolean): void {
    const hasUnread = readSeq < Number.POSITIVE_INFINITY;
    if (this.readBefore.peek() === null || (this.#isAway && hasUnread)) {
      this.readBefore.value = readSeq;
      this.#isAway = false;
    }
    if (seesEnd) this.#isAway = false;
    else if (!hasUnread) this.#isAway = true;
  }
}
