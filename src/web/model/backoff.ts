/** Random delays that spread the requests of many clients over time. */

const firstMs = 400;
const ceilingMs = 5_000;

/** A random delay between 0 and `longestMs`. */
export function spreadMs(longestMs: number): number {
  return Math.random() * longestMs;
}

/**
 * The delay before a retry. It doubles with each attempt up to a ceiling; its second half is random.
 * @param attempt - the number of failed attempts before this one: 0, 1, 2 …
 */
export function backoffMs(attempt: number): number {
  const longest = Math.min(ceilingMs, firstMs * 2 ** attempt);
  return longest / 2 + spreadMs(longest / 2);
}
