/** Deadlines of calls: every caller gets an answer within three seconds, even if a store hangs. */
import { Refusal } from '../protocol/refusals.ts';

/**
 * In milliseconds: one call of a store, one event or HTTP request with all its calls, and a request that hashes a
 * password. The rest of the three seconds allows for late timers on a busy machine.
 */
export const deadlines = { store: 2_300, event: 2_600, route: 2_600, password: 5_000 };

/** @throws Refusal `unavailable` when the work takes longer. The work goes on; a repeat of the request finds its outcome. */
export function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate()), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const tooLate = () => new Refusal('unavailable', 'This takes too long. Trying again is safe.');
