/** The read state of a conversation, and the message from which the user has marked it as unread. */
import { computed, signal } from '@preact/signals';
import { advance, nothingRead, type ReadState } from './read-state.ts';

export class MarkedReading {
  readonly #known = signal(nothingRead);
  /** 0 for none. */
  readonly unreadFrom = signal(0);
  /** While the conversation stays open, the messages up to this one are not read again; 0 for none. */
  heldUpTo = 0;
  #isListed = false;
  /** The answers in a row that did not tell how far the peer has read. */
  untold = 0;

  /** The mark takes back what the user has read on this page, and nothing else. */
  readonly state = computed<ReadState>(() => {
    const known = this.#known.value;
    const from = this.unreadFrom.value;
    return from > 0 && from <= known.ownReadSeq ? { ...known, ownReadSeq: from - 1 } : known;
  });

  advance(update: Partial<ReadState>): void {
    if (update.peerReadSeq) this.untold = 0;
    this.#known.value = advance(this.#known.peek(), update);
  }

  /** One of the two hides what is read when two answers in a row do not tell it: the first may be older than a push. */
  learn(answer: ReadState): void {
    if (answer.peerReadSeq === 0) this.untold += 1;
    this.advance(answer);
    if (this.untold > 1) this.#known.value = { ...this.#known.peek(), peerReadSeq: 0 };
  }

  /**
   * Called with what the server lists. Its first answer may come after the conversation was opened.
   * @param readSeq - as the server knows it: the messages after it came since, and are not held unread.
   */
  list(seq = 0, readSeq = 0): void {
    this.mark(seq, this.#isListed ? readSeq : 0);
    this.#isListed = true;
  }

  /** @param lastSeq - the last message, up to which an open conversation is held unread. */
  mark(seq: number, lastSeq: number): void {
    if (seq !== this.unreadFrom.peek()) this.heldUpTo = seq > 0 ? lastSeq : 0;
    this.unreadFrom.value = seq;
  }

  /** Answers whether there was a mark. */
  unmark(): boolean {
    const isMarked = this.unreadFrom.peek() > 0;
    this.unreadFrom.value = 0;
    this.heldUpTo = 0;
    return isMarked;
  }

  forget(): void {
    this.#known.value = nothingRead;
    this.unmark();
  }
}
