/** Chooses people by name: a search with its results, and a chip for each chosen one. */
import { type Signal, useSignal } from '@preact/signals';
import { X } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import type { User } from '../../../protocol/shapes.ts';
import { sendableQuery } from '../../model/sendable-query.ts';
import { texts } from '../../texts/texts.ts';
import { Field } from '../kit/field.tsx';
import { Icon } from '../kit/icon.tsx';
import { isComposing } from '../kit/input-method.ts';
import { useSession } from '../kit/page-context.ts';
import { PeopleOptions } from './people-options.tsx';
import './rooms.css';

const shownMax = 8;
const typingPauseMs = 200;

interface Props {
  id: string;
  label: string;
  chosen: Signal<readonly User[]>;
  /** The typed text that nobody was chosen for. */
  query: Signal<string>;
  /** The usernames of those who are not offered. */
  without: (username: string) => boolean;
}

/** The fault of a name that was typed and not chosen; empty for none. The form would send without it. */
export const queryFault = (query: string) => (query.trim() === '' ? '' : texts.rooms.notChosen());

export function PeoplePicker(props: Props) {
  const { id, label, chosen, query } = props;
  const picker = usePicker(props);
  const { offered, at } = picker;
  return (
    <Field id={id} label={label} hint={texts.rooms.pickHint()}>
      {(control) => (
        <>
          <Chips chosen={chosen.value} onDrop={picker.drop} />
          <input
            {...control}
            ref={picker.box}
            type="text"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={offered.length > 0}
            aria-controls={`${id}-found`}
            aria-activedescendant={offered.length > 0 ? `${id}-found-${at}` : undefined}
            value={query.value}
            onInput={({ currentTarget }) => picker.search(currentTarget.value)}
            onKeyDown={picker.onKeyDown}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
          />
          <PeopleOptions id={`${id}-found`} label={label} users={offered} at={at} onChoose={picker.choose} />
        </>
      )}
    </Field>
  );
}

function usePicker({ chosen, query, without }: Props) {
  const box = useRef<HTMLInputElement>(null);
  const active = useSignal(0);
  const found = useFound(query);
  const isChosen = (name: string) => chosen.value.some(({ username }) => username === name);
  const offered = found.value.filter(({ username }) => !isChosen(username) && !without(username)).slice(0, shownMax);
  const at = Math.min(active.value, offered.length - 1);
  const search = (text: string) => {
    query.value = text;
    active.value = 0;
  };
  /** As the user would, because the frame of the field tells a fault until it hears of an input. */
  const empty = () => {
    if (!box.current) return;
    box.current.value = '';
    box.current.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const choose = (user: User | undefined) => {
    if (!user) return;
    chosen.value = [...chosen.peek(), user];
    empty();
  };
  const drop = (user: User) => (chosen.value = chosen.peek().filter((one) => one !== user));
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return;
    const last = chosen.peek().at(-1);
    if (event.key === 'Backspace' && query.peek() === '' && last) drop(last);
    if (query.peek() === '') return;
    const isDone = press(event.key, { active, at, count: offered.length, choose: () => choose(offered[at]), empty });
    if (isDone) event.preventDefault();
  };
  return { box, offered, at, search, choose, drop, onKeyDown };
}

interface Pressed {
  active: Signal<number>;
  at: number;
  count: number;
  choose: () => void;
  empty: () => void;
}

/** Returns true when the key has done something. */
function press(key: string, { active, at, count, choose, empty }: Pressed): boolean {
  const places: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 };
  const place = places[key];
  // Enter would send the form, and Escape would close the dialog.
  if (key === 'Escape') empty();
  else if (key === 'Enter') choose();
  else if (place === undefined || count === 0) return false;
  else active.value = (place + count) % count;
  return true;
}

/** The answer to the last query; none while there is no query. */
function useFound(query: Signal<string>): Signal<readonly User[]> {
  const { wire, users } = useSession().messenger;
  const found = useSignal<readonly User[]>([]);
  const asked = query.value;
  useEffect(() => {
    if (asked.trim() === '') found.value = [];
    if (asked.trim() === '') return;
    const ask = async () => {
      const answer = await wire.request('listUsers', { query: sendableQuery(asked), limit: 50 }).catch(() => null);
      if (!answer || query.peek() !== asked) return;
      users.learn(answer.users);
      found.value = answer.users;
    };
    const timer = setTimeout(() => void ask(), typingPauseMs);
    return () => clearTimeout(timer);
  }, [asked]);
  return found;
}

function Chips({ chosen, onDrop }: { chosen: readonly User[]; onDrop: (user: User) => void }) {
  if (chosen.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without it Safari takes a list without bullets for no list.
    <ul class="chosen-people" role="list" aria-label={texts.rooms.chosen()}>
      {chosen.map((user) => (
        <li key={user.username} class="chosen-person">
          <bdi>{user.displayName}</bdi>
          <button
            type="button"
            class="chosen-drop"
            aria-label={texts.rooms.removeName({ name: user.displayName })}
            onClick={() => onDrop(user)}
          >
            <Icon of={X} />
          </button>
        </li>
      ))}
    </ul>
  );
}
