/** Decides whether a message is what a query looks for, and where in its body. */
import type { Needle } from './search-query.ts';
import { type Token, tokensOf } from './text-tokens.ts';

/** The start of what was found, and the first code point after it. */
export type Range = [start: number, end: number];

/** The places in the body, in order; null when something is in neither the body nor a name of a file. */
export function findInMessage(
  needles: readonly Needle[],
  body: string,
  fileNames: readonly string[] = [],
): Range[] | null {
  const text = tokensOf(body);
  const names = fileNames.map(tokensOf);
  const found: Range[] = [];
  for (const needle of needles) {
    const places = placesOf(needle, text);
    if (places.length === 0 && !names.some((name) => placesOf(needle, name).length > 0)) return null;
    found.push(...places);
  }
  return joined(found);
}

function placesOf({ tokens, isOpen }: Needle, text: readonly Token[]): Range[] {
  const places: Range[] = [];
  for (let at = 0; at + tokens.length <= text.length; at += 1) {
    const isHere = tokens.every((token, index) => {
      const there = text[at + index]?.text ?? '';
      return index === tokens.length - 1 && isOpen ? there.startsWith(token.text) : there === token.text;
    });
    if (isHere) places.push([text[at]?.start ?? 0, text[at + tokens.length - 1]?.end ?? 0]);
  }
  return places;
}

/** Without overlaps. */
function joined(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const [start, end] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
