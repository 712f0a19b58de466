/** Knows up to which revision of a conversation the loaded messages are current. */

/** When more revisions than this have arrived early, asking for the changes is cheaper than remembering them. */
const maxEarly = 200;

export class RevisionCursor {
  /** Null until the first page of history has set it. */
  #at: number | null = null;
  /** The highest revision heard of. */
  #heard = 0;
  /** Revisions above `#at` whose changes are known already. */
  readonly #early = new Set<number>();

  /** The changes after this revision may be missing. */
  get at(): number {
    return this.#at ?? 0;
  }

  /** True when a change of a loaded message may be missing. */
  get behind(): boolean {
    return this.#at !== null && this.#at < this.#heard;
  }

  /** The revision of the page that replaces all loaded messages. */
  restart(rev: number): void {
    this.#at = rev;
    this.#early.clear();
    this.hear(rev);
  }

  /** Nothing is loaded any more, and what was heard is not true. */
  reset(): void {
    this.#at = null;
    this.#heard = 0;
    this.#early.clear();
  }

  /** The revision of a page that is added: its messages may lack later changes. */
  addPage(rev: number): void {
    if (this.#at !== null && rev < this.#at) this.#at = rev;
    for (const early of this.#early) if (early > rev) this.#early.delete(early);
    this.hear(rev);
  }

  /** A revision that the server has named. */
  hear(rev: number): void {
    this.#heard = Math.max(this.#heard, rev);
  }

  /** The change of this revision is known: the next one moves the cursor. */
  apply(rev: number): void {
    this.hear(rev);
    if (this.#at === null || rev <= this.#at || this.#early.size >= maxEarly) return;
    this.#early.add(rev);
    this.#absorb(this.#at);
  }

  /** All changes after `from` up to `to` are known. */
  applyAll(from: number, to: number): void {
    this.hear(to);
    // Meanwhile, an older page may have moved the cursor back.
    if (this.#at === null || this.#at < from) return;
    this.#absorb(Math.max(this.#at, to));
  }

  #absorb(at: number): void {
    let reached = at;
    while (this.#early.delete(reached + 1)) reached += 1;
    for (const rev of this.#early) if (rev <= reached) this.#early.delete(rev);
    this.#at = reached;
  }
}
