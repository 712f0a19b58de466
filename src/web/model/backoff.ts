/** How long to wait before asking the server what many clients ask at the same time. */

const firstMs = 400;
const ceilingMs = 5_000;

/** Any time up to the longest: spreads the clients. */
export function spreadMs(longestMs: number): number {
  return Math.random() * longestMs;
}

/**
 * Before trying again: twice as long each time up to a ceiling, half of it spread.
 * @param attempt - how many tries have failed before: 0, 1, 2 …
 */
export function backoffMs(attempt: number): number {
  const longest = Math.min(ceilingMs, firstMs * 2 ** attempt);
  return longest / 2 + spreadMs(longest / 2);
}
