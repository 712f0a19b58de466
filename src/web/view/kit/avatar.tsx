/** A user's picture; without one, and until it is loaded, the initials on a colour derived from the username. */
import { useSignal } from '@preact/signals';
import type { User } from '../../../protocol/shapes.ts';
import { picturePath } from '../../model/picture-path.ts';
import { isRoomName } from '../../model/room-names.ts';

const hues = 12;
const characters = new Intl.Segmenter();

interface Props {
  user: User;
  presence?: boolean;
  /** One of many: its picture is loaded when it comes near the screen. */
  lazy?: boolean;
}

export function Avatar({ user, presence = false, lazy = false }: Props) {
  return (
    <span class={`avatar hue-${hueOf(user.username)}${isRoomName(user.username) ? ' room' : ''}`} aria-hidden="true">
      {initials(user.displayName)}
      <Picture key={user.username} path={picturePath(user)} lazy={lazy} />
      {presence && user.online && <span class="presence" />}
    </span>
  );
}

/** A new picture of the same user takes the place of the old one when it is loaded: the browser shows the old one until then. */
function Picture({ path, lazy }: { path: string | undefined; lazy: boolean }) {
  const broken = useSignal<string | undefined>(undefined);
  if (path === undefined || path === broken.value) return null;
  return (
    <img
      class="picture"
      alt=""
      width={256}
      height={256}
      loading={lazy ? 'lazy' : 'eager'}
      // A cached picture is there in the first frame.
      decoding="sync"
      src={path}
      onLoad={({ currentTarget }) => currentTarget.classList.add('drawn')}
      onError={() => (broken.value = path)}
    />
  );
}

/** One of twelve, the same for each username at all times. */
export function hueOf(username: string): number {
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
