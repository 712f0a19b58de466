/** Spreads the points of each key over time, so that a burst leaves room for others. */
import { LRUCache } from 'lru-cache';

/** Keys beyond it lose only their place in time. */
const keysMax = 10_000;

export class Spread {
  readonly #msPerPoint: number;
  readonly #atOnce: number;
  readonly #freeAt = new LRUCache<string, number>({ max: keysMax });

  /** @param atOnce - points that need not wait for those before them. */
  constructor(msPerPoint: number, atOnce: number) {
    this.#msPerPoint = msPerPoint;
    this.#atOnce = atOnce;
  }

  /** Takes the next points of the key. Returns how many milliseconds to wait. */
  take(key: string, points: number, now = performance.now()): number {
    const freeAt = Math.max(now, this.#freeAt.get(key) ?? 0);
    this.#freeAt.set(key, freeAt + points * this.#msPerPoint);
    return Math.max(0, freeAt - this.#atOnce * this.#msPerPoint - now);
  }
}
