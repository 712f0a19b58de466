/** Reads what a user types into the search of messages. */
import { type Token, tokensOf } from './text-tokens.ts';

/** Words in a row: one word, the parts of one with signs in it, or a phrase. */
export interface Needle {
  readonly tokens: readonly Token[];
  /** The last word may go on. */
  readonly isOpen: boolean;
}

export interface SearchQuery {
  /** A message must have all of them. */
  readonly needles: readonly Needle[];
  readonly from: 'me' | 'peer' | null;
  readonly hasFile: boolean;
  /** Milliseconds since 1970: sent at or after the one, and before the other. */
  readonly sentFrom: number | null;
  readonly sentBefore: number | null;
}

/** More of a query is not read. */
const needlesMax = 12;
const tokensMax = 40;

const dayMs = 86_400_000;
/** A phrase in any usual quotation marks, or characters without a space. */
const parts = /["“”„«»]([^"“”„«»]*)["“”„«»]?|[^\s"“”„«»]+/gu;

const filter = /^(from|has|before|after):(.+)$/iu;
const date = /^\d{4}-\d{2}-\d{2}$/;

export function readQuery(text: string): SearchQuery {
  const needles: Needle[] = [];
  let filters: Omit<SearchQuery, 'needles'> = { from: null, hasFile: false, sentFrom: null, sentBefore: null };
  for (const [part, phrase] of text.matchAll(parts)) {
    const found = phrase === undefined ? readFilter(part) : null;
    if (found) filters = { ...filters, ...found };
    else addNeedle(needles, phrase ?? part, phrase === undefined || !isClosed(part, phrase));
  }
  return {
    needles: needles.map((needle, at) => ({ ...needle, isOpen: needle.isOpen && isLast(needles, at) })),
    ...filters,
  };
}

/** Without its last mark, a phrase is still being typed, and so is its last word. */
const isClosed = (part: string, phrase: string) => part.length > phrase.length + 1;

/** Korean writes particles onto its words: there every word may go on. */
const isLast = (needles: readonly Needle[], at: number) =>
  at === needles.length - 1 || /^\p{Script=Hangul}/u.test(needles[at]?.tokens.at(-1)?.text ?? '');

function addNeedle(needles: Needle[], text: string, isOpen: boolean): void {
  const room = tokensMax - needles.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const tokens = tokensOf(text).slice(0, room);
  if (tokens.length > 0 && needles.length < needlesMax) needles.push({ tokens, isOpen });
}

/** Null when it is a word like any other. */
function readFilter(part: string): Partial<SearchQuery> | null {
  const [, name = '', value = ''] = filter.exec(part) ?? [];
  const [key, wanted] = [name.toLowerCase(), value.toLowerCase()];
  if (key === 'from' && (wanted === 'me' || wanted === 'peer')) return { from: wanted };
  if (key === 'has' && wanted === 'file') return { hasFile: true };
  const day = date.test(wanted) ? Date.parse(`${wanted}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(day)) return null;
  return key === 'before' ? { sentBefore: day } : key === 'after' ? { sentFrom: day + dayMs } : null;
}

/** Whether something is meant as a filter by day and names no day: it is searched like any other word. At the end, the day is still being typed. */
export const hasWrongDay = (text: string): boolean =>
  [...text.matchAll(parts)].some(
    ([part, phrase], at, { length }) =>
      phrase === undefined &&
      /^(before|after):/iu.test(part) &&
      !(part.endsWith(':') && at === length - 1) &&
      readFilter(part) === null,
  );

/** Nothing can be found: it has neither a word nor a filter. */
export const isBlank = ({ needles, from, hasFile, sentFrom, sentBefore }: SearchQuery): boolean =>
  needles.length === 0 && from === null && !hasFile && sentFrom === null && sentBefore === null;
