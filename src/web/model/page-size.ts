/** How many items the page asks for at once: fewer after a time-out, because the line may be slow. */
import { WireFailure } from './wire-failure.ts';

const smallest = 5;

export class PageSize {
  #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Fetches a page of at most `max` items. A time-out halves the next page, for as long as this page is open. */
  async fetch<T>(max: number, ask: (limit: number) => Promise<T>): Promise<T> {
    try {
      return await ask(Math.min(max, this.#size));
    } catch (error) {
      if (WireFailure.from(error).code === 'timeout') this.#size = Math.max(smallest, Math.floor(this.#size / 2));
      throw error;
    }
  }
}
