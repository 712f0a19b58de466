/** A test that a database can make of a text: folding changes no more than the case of texts in ASCII. */
import type { Needle } from './search-query.ts';

/** A text with other characters than ASCII passes always. */
export interface AsciiTest {
  /** Lower-case letters and digits that a text must hold, in upper or lower case. */
  readonly words: readonly string[];
  /** A text in ASCII alone never passes. */
  readonly refusesAscii: boolean;
}

/** More words of a query are not asked of the database. */
const wordsMax = 3;

const ascii = /^[a-z0-9]+$/;

/** Every text in which the needles are found passes. */
export function asciiTestOf(needles: readonly Needle[]): AsciiTest {
  const words = new Set(needles.flatMap(({ tokens }) => tokens.map(({ text }) => text)));
  // The longest say the most.
  const plain = [...words].filter((word) => ascii.test(word)).sort((a, b) => b.length - a.length);
  return { words: plain.slice(0, wordsMax), refusesAscii: plain.length < words.size };
}
