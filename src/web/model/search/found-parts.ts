/** Cuts a found text into the parts that are shown: the words that were found, and those around them. */
import type { Range } from './search-hit.ts';

export interface FoundPart {
  readonly text: string;
  readonly isFound: boolean;
}

/** In code points: so much stands before the first found word, and in all. */
const beforeMax = 32;
const shownMax = 240;

export function foundParts(body: string, ranges: readonly Range[]): FoundPart[] {
  const points = [...body];
  const first = ranges[0]?.[0] ?? 0;
  const start = first <= beforeMax ? 0 : startOfWord(points, first - beforeMax, first);
  const end = Math.min(points.length, start + shownMax);
  const parts: FoundPart[] = [];
  const add = (from: number, to: number, isFound: boolean) => {
    const text = points.slice(from, Math.min(to, end)).join('');
    if (text !== '') parts.push({ text, isFound });
  };
  let at = start;
  for (const [from, to] of ranges) {
    add(at, from, false);
    add(from, to, true);
    at = to;
  }
  add(at, end, false);
  return [
    ...(start > 0 ? [{ text: '…', isFound: false }] : []),
    ...parts,
    ...(end < points.length ? [{ text: '…', isFound: false }] : []),
  ];
}

/** The first place after a space; `from` where there is none, as in scripts without spaces. */
function startOfWord(points: readonly string[], from: number, to: number): number {
  const space = points.slice(from, to).findIndex((point) => /\s/.test(point));
  return space < 0 ? from : from + space + 1;
}
