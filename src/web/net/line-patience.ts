/** How long the page waits for the server: longer on a line that has been slow, and for larger answers. */

/** A slower answer than every one before may still come; the factor leaves room for it. */
const factor = 4;
const longestMs = 60_000;
/** An old slow answer counts less with each new answer. */
const fading = 0.8;
/** The time for each item of an answer, on the slowest line that the page serves. */
const perItemMs = 200;

export class LinePatience {
  #slowestMs = 0;

  answered(afterMs: number): void {
    this.#slowestMs = Math.max(afterMs, this.#slowestMs * fading);
  }

  /** The next wait is twice as long. */
  gaveUp(afterMs: number): void {
    this.#slowestMs = Math.max(this.#slowestMs, (2 * afterMs) / factor);
  }

  /**
   * @param leastMs - on a quick line.
   * @param items - that the answer may hold.
   */
  limitMs(leastMs: number, items = 0): number {
    return Math.min(longestMs, Math.max(leastMs, factor * this.#slowestMs) + items * perItemMs);
  }
}

/** The page has one line to its server. */
export const line = new LinePatience();
