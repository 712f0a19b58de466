/** Finds emoji by the beginnings of their words, those with the words in their name first. */
import type { EmojiChoice, EmojiGroup } from './emoji-list.ts';

const maxResults = 120;

export function searchEmoji(groups: readonly EmojiGroup[], query: string): EmojiChoice[] {
  const wanted = query
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const fits = (words: readonly string[]) => wanted.every((start) => words.some((word) => word.startsWith(start)));
  const found = groups.flatMap(({ choices }) => choices).filter(({ words }) => fits(words));
  const isNamed = ({ name }: EmojiChoice) => fits(name.toLowerCase().split(' '));
  return [...found.filter(isNamed), ...found.filter((choice) => !isNamed(choice))].slice(0, maxResults);
}
