/** The emoji that the picker offers, by group, with names and search words in the language of the page. */
import { computed } from '@preact/signals';
import data from 'emojibase-data/en/data.json' with { type: 'json' };
import { isEmoji } from '../../../protocol/emoji.ts';
import { texts } from '../../texts/texts.ts';
import { emojiNames } from './emoji-names.ts';

export interface EmojiChoice {
  emoji: string;
  name: string;
  /** Words for the search, in the language of the page. */
  tags: string;
  /** The English name and words. */
  english: string;
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
  () => texts.emoji.smileys(),
  () => texts.emoji.people(),
  null,
  () => texts.emoji.animals(),
  () => texts.emoji.food(),
  () => texts.emoji.travel(),
  () => texts.emoji.activities(),
  () => texts.emoji.objects(),
  () => texts.emoji.symbols(),
  () => texts.emoji.flags(),
];

export const emojiGroups = computed<readonly EmojiGroup[]>(() =>
  groupNames.flatMap((name, index) => (name === null ? [] : [{ name: name(), choices: choicesOf(index) }])),
);

/** The name of each emoji, in every skin tone. */
export const nameByEmoji = computed<ReadonlyMap<string, string>>(() => {
  const choices = emojiGroups.value.flatMap((group) => group.choices);
  return new Map(
    choices.flatMap(({ emoji, name, tones }) => [emoji, ...tones].map((variant) => [variant, name] as const)),
  );
});

function choicesOf(wanted: number): EmojiChoice[] {
  const names = emojiNames.value;
  return data
    .map((entry, index) => ({ entry, own: names?.[index] }))
    .filter(({ entry: { group, version } }) => group === wanted && version <= maxVersion)
    .sort((one, other) => (one.entry.order ?? 0) - (other.entry.order ?? 0))
    .map(({ entry: { emoji, label, tags = [], skins = [] }, own }) => ({
      emoji: recommended(emoji),
      name: own?.name ?? label,
      tags: own?.tags ?? tags.join(' '),
      english: `${label} ${tags.join(' ')}`,
      tones: skins.filter(({ tone }) => typeof tone === 'number').map((skin) => recommended(skin.emoji)),
    }));
}

/** The data adds a variation selector to emoji that are recommended without one. */
function recommended(emoji: string): string {
  return isEmoji(emoji) ? emoji : emoji.replaceAll('\ufe0f', '');
}
