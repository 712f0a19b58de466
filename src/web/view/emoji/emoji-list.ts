/** The emoji that the picker offers, by group, with names and search words. */
import data from 'emojibase-data/en/data.json' with { type: 'json' };
import { isEmoji } from '../../../protocol/emoji.ts';

export interface EmojiChoice {
  emoji: string;
  name: string;
  /** Words for the search, in lower case. */
  words: readonly string[];
  /** The emoji in the five skin tones, from light to dark; empty when it has none. */
  tones: readonly string[];
}

export interface EmojiGroup {
  name: string;
  choices: readonly EmojiChoice[];
}

/** Newer emoji lack a glyph on many devices, and servers on an older Node.js refuse them. */
const maxVersion = 15;

/** The index is the number of the group in the data; group 2 holds parts of emoji. */
const groupNames = [
  'Smileys and emotion',
  'People and body',
  null,
  'Animals and nature',
  'Food and drink',
  'Travel and places',
  'Activities',
  'Objects',
  'Symbols',
  'Flags',
];

export const emojiGroups: readonly EmojiGroup[] = groupNames.flatMap((name, index) =>
  name === null ? [] : [{ name, choices: choicesOf(index) }],
);

function choicesOf(index: number): EmojiChoice[] {
  return data
    .filter(({ group, version }) => group === index && version <= maxVersion)
    .sort((one, other) => (one.order ?? 0) - (other.order ?? 0))
    .map(({ emoji, label, tags = [], skins = [] }) => ({
      emoji: recommended(emoji),
      name: label,
      words: [label, ...tags].flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter(Boolean),
      tones: skins.filter(({ tone }) => typeof tone === 'number').map((skin) => recommended(skin.emoji)),
    }));
}

/** The data adds a variation selector to emoji that are recommended without one. */
function recommended(emoji: string): string {
  return isEmoji(emoji) ? emoji : emoji.replaceAll('\ufe0f', '');
}
