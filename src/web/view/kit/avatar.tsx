/** A user's initials on a colour derived from the username. */
import type { User } from '../../../protocol/shapes.ts';

const hues = 12;
const characters = new Intl.Segmenter();

export function Avatar({ user, presence = false }: { user: User; presence?: boolean }) {
  return (
    <span class={`avatar hue-${hueOf(user.username)}`} aria-hidden="true">
      {initials(user.displayName)}
      {presence && user.online && <span class="presence" />}
    </span>
  );
}

function hueOf(username: string): number {
  let hash = 0;
  for (const letter of username) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 9_973;
  return hash % hues;
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)].map((word) => firstOf(word)) : [firstOf(words[0])];
  return letters.join('').toUpperCase();
}

/** The first grapheme, which may be several code points. */
function firstOf(word = '?'): string {
  const [first] = characters.segment(word);
  return first?.segment ?? '?';
}
