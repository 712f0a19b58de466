/** How long to wait before trying again: twice as long each time up to a ceiling, spread so that clients do not return at once. */

const firstMs = 400;
const ceilingMs = 5_000;

/** @param attempt - how many tries have failed before: 0, 1, 2 … */
export function backoffMs(attempt: number): number {
  const longest = Math.min(ceilingMs, firstMs * 2 ** attempt);
  return longest / 2 + (Math.random() * longest) / 2;
}
