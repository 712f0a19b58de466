/** Finds a quote: lines that start with ">" and a space. */
import type { Found } from './block.ts';

/** The space keeps faces such as >:( as they are. */
const first = /^ {0,3}>[> ]* [^\s>]/;
const further = /^ {0,3}>+(?: |$)/;

/** The found lines are those inside the quote. */
export function quoteAt(lines: readonly string[], at: number): Found<string[]> | null {
  if (!first.test(lines[at] as string)) return null;
  let next = at + 1;
  while (further.test(lines[next] ?? '')) next += 1;
  return { block: lines.slice(at, next).map((line) => line.replace(/^ {0,3}> ?/, '')), next };
}
