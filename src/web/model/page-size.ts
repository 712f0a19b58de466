/** How many items the page asks for at once: fewer on a slow line, unless fewer items come no sooner. */
import { WireFailure } from './wire-failure.ts';

const smallest = 5;
/** An answer should come within this time. */
const slowMs = 3_000;
const quickMs = 1_000;
/** A page that did not come may be much too large: one message may be a hundred times as long as another. */
const afterLoss = 4;
/** A page that came within more than this part of the time of a larger one was hardly quicker. */
const hardlyQuicker = 0.75;

interface Measure {
  readonly limit: number;
  readonly tookMs: number;
}

export class PageSize {
  readonly #largest: number;
  #size: number;
  /** The slow answer that made the size smaller. */
  #slow: Measure | null = null;
  /** Set when the round trip alone takes the time, so that smaller pages would only need more of them. */
  #floor = smallest;

  constructor(size: number) {
    this.#largest = size;
    this.#size = size;
  }

  /** Fetches a page of at most `max` items, and learns from the time that it takes. */
  async fetch<T>(max: number, ask: (limit: number) => Promise<T>): Promise<T> {
    const limit = Math.min(max, this.#size);
    const askedAt = performance.now();
    try {
      const page = await ask(limit);
      this.#learn({ limit, tookMs: performance.now() - askedAt });
      return page;
    } catch (error) {
      if (WireFailure.from(error).code === 'timeout') this.#size = Math.max(smallest, Math.floor(limit / afterLoss));
      throw error;
    }
  }

  #learn(measure: Measure): void {
    const { limit, tookMs } = measure;
    if (tookMs < quickMs) this.#size = Math.min(this.#largest, Math.max(this.#size, 2 * limit));
    if (tookMs <= slowMs) return;
    const larger = this.#slow;
    if (larger && limit < larger.limit && tookMs > hardlyQuicker * larger.tookMs) this.#floor = larger.limit;
    this.#size = Math.max(this.#floor, Math.floor(limit / 2));
    this.#slow = measure;
  }
}
