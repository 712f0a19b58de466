/**
 * A Bloom filter of the words of some messages: it says "certainly not here" or "perhaps here". An index of words would be
 * several times as large as the text itself; this one is smaller, and what it lets through is compared with the messages.
 */
import type { Needle } from './search-query.ts';
import { type Token, tokensOf } from './text-tokens.ts';

/** With these, one of 300 words that are not there seems to be. */
const bitsPerTerm = 12;
const probesPerTerm = 6;

/** SQLite can read the number of a byte only below 128. */
const bitsPerByte = 7;

const leastBytes = 16;
const everyBit = 0x7f;

/** Of more terms no filter is made: all of its messages are compared. It has 34 KB at most. */
const termsMax = 20_000;

/** Beginnings of words with so many characters are terms; a longer word is found by the longest of them. */
const prefixLengths = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 20, 24, 32, 48]);
const prefixMax = Math.max(...prefixLengths);

/** More terms of a query are not asked of the filter. */
const askedMax = 12;

const fileTerm = 'file';

/** A bit that must be set: the byte at `place` modulo the length of the filter, and the bit in it. */
export interface Probe {
  readonly place: number;
  readonly bit: number;
}

/** Collects the words of some messages, a text at a time, so that long texts do not hold up other work. */
export class FilterBuilder {
  readonly #terms = new Set<string>();

  add(text: string, fileNames: readonly string[] = []): void {
    if (fileNames.length > 0) this.#terms.add(fileTerm);
    for (const one of [text, ...fileNames]) if (this.#terms.size <= termsMax) addTerms(this.#terms, tokensOf(one));
  }

  build(): Uint8Array {
    const terms = this.#terms;
    if (terms.size > termsMax) return new Uint8Array(leastBytes).fill(everyBit);
    const filter = new Uint8Array(Math.max(leastBytes, Math.ceil((terms.size * bitsPerTerm) / bitsPerByte)));
    for (const term of terms) {
      for (const { place, bit } of probesOf(term)) {
        const at = place % filter.length;
        filter[at] = (filter[at] ?? 0) | (1 << bit);
      }
    }
    return filter;
  }
}

/** The bits of a filter that are set when a message of it fits. */
export function probesFor(needles: readonly Needle[], hasFile: boolean): Probe[] {
  const terms = new Set(needles.flatMap(({ tokens }) => askedTerms(tokens)));
  // The longest say the most.
  const asked = [...terms].sort((a, b) => b.length - a.length).slice(0, askedMax);
  return [...asked, ...(hasFile ? [fileTerm] : [])].flatMap(probesOf);
}

function prefixesOf(text: string): string[] {
  const prefixes: string[] = [];
  let [prefix, length] = ['', 0];
  for (const character of text) {
    prefix += character;
    length += 1;
    if (prefixLengths.has(length)) prefixes.push(prefix);
    if (length === prefixMax) break;
  }
  return prefixes;
}

const prefixTerm = (text: string) => `w${text}`;
const characterTerm = (text: string) => `c${text}`;

function addTerms(terms: Set<string>, tokens: readonly Token[]): void {
  for (const [at, { text, isUnspaced }] of tokens.entries()) {
    if (isUnspaced) {
      terms.add(characterTerm(text));
      const next = tokens[at + 1];
      if (next?.isUnspaced) terms.add(characterTerm(text + next.text));
    } else {
      for (const prefix of prefixesOf(text)) terms.add(prefixTerm(prefix));
    }
  }
}

function askedTerms(tokens: readonly Token[]): string[] {
  return tokens.map(({ text, isUnspaced }, at) => {
    const next = tokens[at + 1];
    if (isUnspaced) return characterTerm(next?.isUnspaced ? text + next.text : text);
    return prefixTerm(prefixesOf(text).at(-1) ?? text);
  });
}

function probesOf(term: string): Probe[] {
  const [first, second] = [hash(term, 0x811c9dc5), hash(term, 0x9747b28c) | 1];
  return Array.from({ length: probesPerTerm }, (_, index) => {
    const value = (first + Math.imul(index, second)) >>> 0;
    return { place: Math.floor(value / bitsPerByte), bit: value % bitsPerByte };
  });
}

/** FNV-1a with a last mix, in 32 bits. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
