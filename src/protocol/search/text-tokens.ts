/** Splits texts into the words that a search compares. */
import { foldForSearch } from '../name-words.ts';

export interface Token {
  /** Folded: without case, accents, widths and other forms of the same letters. */
  readonly text: string;
  /** Its place in the text, in code points; `end` is the first one after it. */
  readonly start: number;
  readonly end: number;
  /** One character of a script that writes words without spaces. */
  readonly isUnspaced: boolean;
}

const words = /[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}/gu;

/** A character of a script that writes words without spaces, or a picture, with the marks on it; or a word of another script. */
const pieces =
  /(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]|\p{Extended_Pictographic})\p{M}*|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Extended_Pictographic}]+/gu;

const unspaced =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Extended_Pictographic}]/u;

/** Most texts are of this kind, which needs no knowledge of Unicode. */
const isPlain = (text: string) => /^[\n\r\t -~]*$/.test(text);

export function tokensOf(text: string): Token[] {
  if (isPlain(text)) return plainTokens(text);
  const placeOf = codePointPlaces(text);
  return [...text.matchAll(words)].flatMap(({ 0: word, index }) =>
    [...word.matchAll(pieces)].flatMap(({ 0: piece, index: within }) => {
      const folded = foldPiece(piece);
      const at = index + within;
      if (folded === '') return [];
      const place = { start: placeOf(at), end: placeOf(at + piece.length) };
      return [{ text: folded, ...place, isUnspaced: unspaced.test(piece) }];
    }),
  );
}

/** Folding knows all of Unicode and takes microseconds; the same pieces come again and again. They take 12 MB at most. */
const foldedPieces = new Map<string, string>();
const foldedMax = 20_000;
/** A longer piece is folded each time. In UTF-16 code units. */
const rememberedLength = 16;

const fold = (piece: string) => foldForSearch(piece).replaceAll(' ', '');

function foldPiece(piece: string): string {
  if (piece.length > rememberedLength) return fold(piece);
  const known = foldedPieces.get(piece);
  if (known !== undefined) return known;
  const folded = fold(piece);
  if (foldedPieces.size >= foldedMax) foldedPieces.clear();
  foldedPieces.set(piece, folded);
  return folded;
}

const plainTokens = (text: string): Token[] =>
  [...text.matchAll(/[A-Za-z0-9]+/g)].map(({ 0: word, index }) => ({
    text: word.toLowerCase(),
    start: index,
    end: index + word.length,
    isUnspaced: false,
  }));

/** Answers the number of code points before a place in UTF-16. Call it with rising places. */
function codePointPlaces(text: string): (place: number) => number {
  let [units, points] = [0, 0];
  return (place) => {
    while (units < place) {
      units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
      points += 1;
    }
    return points;
  };
}
