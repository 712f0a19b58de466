/** Waiting with an end: until a condition holds, or for a promise no longer than it may take. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How long a test waits for what ought to happen, in ms. It costs nothing when all is well, and a starved machine is
 * slower than anybody thinks: only what is promised within a time is waited for no longer than that.
 */
export const patienceMs = 30_000;

/** Asks again and again until `check` answers something true; a check that throws counts as "not yet". */
export async function until<T>(
  what: string,
  check: () => T | Promise<T>,
  { ms = patienceMs, everyMs = 25 } = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + ms;
  let fault: unknown;
  do {
    try {
      const answer = await check();
      if (answer) return answer;
    } catch (error) {
      fault = error;
    }
    await sleep(everyMs);
  } while (Date.now() < deadline);
  throw new Error(`Waited ${ms} ms in vain: ${what}`, { cause: fault });
}

/** The promise's own outcome, or an error that says what was waited for. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const stopped = new AbortController();
  const late = sleep(ms, undefined, { signal: stopped.signal }).then(() => {
    throw new Error(`Waited ${ms} ms in vain: ${what}`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    stopped.abort();
    late.catch(() => {});
  }
}

/** Whether something listens on the port. */
export function answersOn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
