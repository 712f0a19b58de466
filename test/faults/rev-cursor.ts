/** The revision up to which a device knows every change of a conversation. */
export class RevCursor {
  /** Revisions that were pushed although an earlier one is missing. */
  readonly #ahead = new Set<number>();
  #rev: number;

  /** @param start - the revision before those that count */
  constructor(start = 0) {
    this.#rev = start;
  }

  get rev(): number {
    return this.#rev;
  }

  /** Whether the device must ask for changes. */
  get hasGap(): boolean {
    return this.#ahead.size > 0;
  }

  /** A pushed or acknowledged revision moves the cursor when it is the next one. */
  push(rev: number): void {
    if (rev > this.#rev) this.#ahead.add(rev);
    while (this.#ahead.delete(this.#rev + 1)) this.#rev += 1;
  }

  /** The answer of `chatChanges` tells of all changes up to this revision. */
  reach(rev: number): void {
    this.#rev = Math.max(this.#rev, rev);
    for (const known of [...this.#ahead]) if (known <= this.#rev) this.#ahead.delete(known);
    while (this.#ahead.delete(this.#rev + 1)) this.#rev += 1;
  }
}
