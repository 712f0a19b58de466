/** Waits for a condition or a promise, with a deadline. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * How long a test waits for an expected event, in ms. A long wait costs nothing when the event comes, and a starved
 * machine is very slow. Only a promise about time has a shorter deadline.
 */
export const defaultTimeoutMs = 30_000;

/** Polls until `check` answers a truthy value; a check that throws counts as "not yet". */
export async function until<T>(
  what: string,
  check: () => T | Promise<T>,
  { ms = defaultTimeoutMs, everyMs = 25 } = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + ms;
  let lastError: unknown;
  do {
    try {
      const answer = await check();
      if (answer) return answer;
    } catch (error) {
      lastError = error;
    }
    await sleep(everyMs);
  } while (Date.now() < deadline);
  const last = lastError instanceof Error ? `; at last: ${lastError.message}` : '';
  throw new Error(`Timed out after ${ms} ms: ${what}${last}`, { cause: lastError });
}

/** Answers the outcome of the promise; rejects after `ms` with an error that names the awaited event. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const stopped = new AbortController();
  const late = sleep(ms, undefined, { signal: stopped.signal }).then(() => {
    throw new Error(`Timed out after ${ms} ms: ${what}`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    stopped.abort();
    late.catch(() => {});
  }
}

/** Whether a server listens on the port of the loopback address. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
