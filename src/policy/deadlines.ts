/** A caller hears within three seconds, whatever hangs: the time limits of calls, and the one way to keep them. */
import { Refusal } from '../protocol/refusals.ts';

/**
 * How long one call of a store may take, one event or HTTP request with all its calls, and a request that hashes a
 * password, in milliseconds. What is left of the three seconds is for a busy machine, whose timers are late.
 */
export const deadlines = { store: 2_300, event: 2_600, route: 2_600, password: 5_000 };

/** @throws Refusal `unavailable` when the work takes longer; what it still does then, a repeat of the request settles. */
export function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate()), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const tooLate = () => new Refusal('unavailable', 'This takes too long. Trying again is safe.');
