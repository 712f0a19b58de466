/** Writes the names and search words of the emoji in each language, in the order of the English data. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { writeIfChanged } from './write-if-changed.ts';

interface Emoji {
  hexcode: string;
  emoji: string;
  label: string;
  tags?: string[];
  group?: number;
}

interface Annotations {
  annotations: { annotations: Record<string, { default?: string[]; tts?: [string] }> };
}

/** The first data set names the emoji; the words of all find them. */
const fromEmojibase = { de: ['de'], fr: ['fr'], es: ['es-mx', 'es'], zh: ['zh'] };
/** Emojibase has none in these languages. */
const fromUnicode = ['tr', 'ar'];

const folder = join(import.meta.dirname, 'view/emoji/generated');
const find = createRequire(import.meta.url).resolve;
const read = (file: string) => JSON.parse(readFileSync(find(file), 'utf8'));

export const compiledEmojiNames: Plugin = { name: 'compile-emoji-names', buildStart: () => compileEmojiNames() };

/** @throws Error when a language lacks an emoji that English has. */
export function compileEmojiNames(): void {
  const english: Emoji[] = read('emojibase-data/en/data.json');
  mkdirSync(folder, { recursive: true });
  for (const [language, sets] of Object.entries(fromEmojibase)) {
    const [names = new Map(), ...others] = sets.map(byHexcode);
    writeNames(language, english, ({ hexcode }) => {
      const { label, tags = [] } = names.get(hexcode) ?? missing(language, hexcode);
      const more = others.flatMap((set) => [set.get(hexcode)?.label ?? '', ...(set.get(hexcode)?.tags ?? [])]);
      return [label, ...tags, ...more];
    });
  }
  for (const language of fromUnicode) writeNames(language, english, unicodeNames(language));
}

function byHexcode(set: string): Map<string, Emoji> {
  const entries: Emoji[] = read(`emojibase-data/${set}/data.json`);
  return new Map(entries.map((entry) => [entry.hexcode, entry]));
}

function missing(language: string, hexcode: string): never {
  throw new Error(`The emoji data in "${language}" has no ${hexcode}.`);
}

/** @param wordsOf - the name, then other words that find the emoji. */
function writeNames(language: string, english: Emoji[], wordsOf: (entry: Emoji) => string[]): void {
  const lines = english.map((entry) => {
    // Those without a group are parts of flags.
    if (entry.group === undefined) return '';
    const [name = '', ...more] = wordsOf(entry).map((text) => text.replaceAll(/[|\s]+/g, ' '));
    const inName = name.split(' ');
    const words = more.flatMap((text) => text.split(' ')).filter((word) => !inName.includes(word));
    return `${name}|${[...new Set(words)].join(' ')}`;
  });
  writeIfChanged(join(folder, `emoji-${language}.js`), `export default ${JSON.stringify(lines.join('\n'))};\n`);
}

/** Unicode names single emoji; the names of flags and of joined emoji follow from these. */
function unicodeNames(language: string): (entry: Emoji) => string[] {
  const file: Annotations = read(`cldr-annotations-full/annotations/${language}/annotations.json`);
  const known = file.annotations.annotations;
  const regions = new Intl.DisplayNames(language, { type: 'region' });
  const list = new Intl.ListFormat(language, { type: 'unit' });
  const wordsOf = (emoji: string) => {
    const { tts, default: words = [] } = known[emoji] ?? {};
    return tts && [...tts, ...words];
  };
  return ({ emoji, label }) => {
    const plain = emoji.replaceAll('\ufe0f', '');
    const region = regionOf(plain);
    if (region) return [regions.of(region) ?? label, region];
    const whole = wordsOf(plain);
    if (whole) return whole;
    const parts = plain.split('\u200d').map(wordsOf);
    const named = parts.filter((part) => part !== undefined);
    // Unicode has no word for the flags of England, Scotland and Wales, and for three keys.
    if (named.length < parts.length) return [label];
    return [list.format(named.map(([name = '']) => name)), ...named.flat()];
  };
}

/** "DE" of the flag of Germany: two letters of a script of their own. */
function regionOf(emoji: string): string | null {
  const letters = [...emoji].map((letter) => (letter.codePointAt(0) ?? 0) - 0x1f1e6);
  const isFlag = letters.length === 2 && letters.every((letter) => letter >= 0 && letter < 26);
  return isFlag ? String.fromCharCode(...letters.map((letter) => 65 + letter)) : null;
}
