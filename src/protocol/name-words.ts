/** Folds names for search, and finds the words of a name that a search may start with. Server and page search alike. */

/** Code points of a word that count. */
const wordMax = 32;
/** Starts of words that one name has at most. */
const prefixesMax = 200;
/** Words of one query. */
const queryWordsMax = 8;
/** Code points of a query that are read. */
const queryMax = 256;

/**
 * Marks that a search leaves out: accents and points of every script. Vowel signs stay, as those of Devanagari and Thai:
 * without them different names would be one.
 */
const accents = /(?=\p{M})[\p{Diacritic}\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/gu;
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
const apostrophes = /['’‘‛`´ʹʻʼʽʾʿ′＇]/gu;

/** Letters with a stroke, and joined letters, which Unicode does not decompose. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ đ: 'd', ð: 'd', ħ: 'h', ł: 'l', ø: 'o', ŧ: 't', ƶ: 'z', ǥ: 'g', ɨ: 'i', æ: 'ae', œ: 'oe', þ: 'th', ς: 'σ' },
};

/** One form of all apostrophes. Before decomposing, too: Unicode decomposes a spacing accent to a space and a mark. */
const straight = (text: string) => text.replace(apostrophes, "'");

const decomposed = (text: string) =>
  straight(straight(text.replace(/\s+/gu, ' ')).normalize('NFKD').replace(accents, '').replace(invisible, ''));

/** The form in which names are compared: without case, accents, widths and other forms of the same letters. */
export function foldForSearch(text: string): string {
  // Only the mapping to upper case is full: ß to SS. It does not know the capital ẞ.
  const folded = decomposed(text).toLowerCase().toUpperCase().toLowerCase();
  const plain = decomposed(folded).replace(/[đðħłøŧƶǥɨæœþς]/gu, (letter) => plainLetters[letter] ?? letter);
  return plain.replace(/\p{Pd}/gu, '-');
}

/** Each character of these scripts may start a word, because they write words without spaces. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\u1100-\u115f]/u;
const isLetter = (character: string | undefined) => character !== undefined && /[\p{L}\p{M}\p{N}]/u.test(character);

/** Whether a word starts here, inside a text without spaces. */
function isInnerStart(character: string, before: string | undefined): boolean {
  if (/\p{M}/u.test(character)) return false;
  return isLetter(character) ? !isLetter(before) || unspaced.test(character) : /\p{S}/u.test(character);
}

/** Without apostrophes, unless there is nothing else. */
function joined(characters: readonly string[]): string[] {
  const others = characters.filter((character) => character !== "'");
  return others.length > 0 ? others : [...characters];
}

/** Every start of every word of a name, folded: what a word of a query may be to find the name. */
export function namePrefixes(name: string): string[] {
  const runs = foldForSearch(name)
    .split(' ')
    .map((run) => [...run]);
  const inner = runs.flatMap((run) =>
    run.flatMap((character, at) => (at > 0 && isInnerStart(character, run[at - 1]) ? [joined(run.slice(at))] : [])),
  );
  const prefixes = new Set<string>();
  const add = (words: readonly string[][]) => {
    for (let length = 1; length <= wordMax; length += 1) {
      for (const word of words) {
        if (length <= word.length && prefixes.size < prefixesMax) prefixes.add(word.slice(0, length).join(''));
      }
    }
  };
  add(runs.map(joined));
  add(inner);
  return [...prefixes];
}

/** A search finds users whose username starts with `username`, or whose name has words that start with all `words`. */
export interface NameQuery {
  /** Null when no username can match. */
  readonly username: string | null;
  readonly words: readonly string[];
}

/** Reads a typed query; null when it is blank. After an at sign it is a username. */
export function readNameQuery(text: string): NameQuery | null {
  if (text.trim() === '') return null;
  const folded = foldForSearch([...text.slice(0, 2 * queryMax)].slice(0, queryMax).join('')).trim();
  if (folded.startsWith('@')) return { username: folded.slice(1).trim(), words: [] };
  const words = folded.split(' ').map((word) =>
    joined([...word])
      .slice(0, wordMax)
      .join(''),
  );
  const needed = [...new Set(words)].filter(
    (word) => word !== '' && !words.some((other) => other !== word && other.startsWith(word)),
  );
  return { username: folded === '' || folded.includes(' ') ? null : folded, words: needed.slice(0, queryWordsMax) };
}

/** Whether a search finds this user, as the server decides it. */
export function matchesName(user: { username: string; displayName: string }, query: NameQuery): boolean {
  const { username, words } = query;
  if (username !== null && user.username.startsWith(username)) return true;
  if (words.length === 0) return false;
  const prefixes = new Set(namePrefixes(user.displayName));
  return words.every((word) => prefixes.has(word));
}
