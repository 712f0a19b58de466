/** Offers the members of a room while the user types `@` and a name. */
import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { matchesName, readNameQuery } from '../../../protocol/name-words.ts';
import type { User } from '../../../protocol/shapes.ts';
import { MemberList } from '../../model/rooms/member-list.ts';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { isComposing } from '../kit/input-method.ts';
import { PeopleOptions } from './people-options.tsx';

const listId = 'mentions';
const shownMax = 8;

/** The `@` and what follows it up to the cursor, where a mention may begin. */
const begun = /(?<![\p{L}\p{N}\p{M}_.%+\-@/&=#?])@([\p{L}\p{N}\p{M}_.-]{0,64})$/u;

interface Props {
  actions: MessageActions;
  /** The text of the box: the draft, or the new text of a message. */
  text?: Signal<string>;
}

export function MentionList({ actions, text = actions.conversation.draft }: Props) {
  const typed = useSignal<string | null>(null);
  const at = useSignal(0);
  const list = useMembers(actions, typed);
  const offered = useComputed(() => matching(list.members.value, typed.value, actions.messenger.me));
  const choose = (user: User) => insert(user, { composer: actions.composer, text, typed });
  useKeys(actions, { typed, at, offered, choose });
  const users = offered.value;
  return <PeopleOptions id={listId} label={texts.rooms.mentionList()} users={users} at={at.value} onChoose={choose} />;
}

/** Fetched with the first `@`, and again when the room changes. */
function useMembers({ messenger, conversation }: MessageActions, typed: Signal<string | null>): MemberList {
  const list = useMemo(() => new MemberList(messenger, conversation), [conversation]);
  const isWanted = typed.value !== null;
  const room = conversation.room.value;
  useEffect(() => {
    if (isWanted) void list.all();
  }, [list, isWanted, room]);
  return list;
}

function matching(members: MemberList['members']['value'], typed: string | null, me: string): readonly User[] {
  if (typed === null) return [];
  const query = readNameQuery(typed);
  const others = members.map(({ user }) => user).filter(({ username }) => username !== me);
  return others.filter((user) => query === null || matchesName(user, query)).slice(0, shownMax);
}

interface Box {
  composer: MessageActions['composer'];
  text: Signal<string>;
  typed: Signal<string | null>;
}

function insert({ username }: User, { composer, text, typed }: Box): void {
  const box = composer.current;
  const name = typed.peek();
  if (!box || name === null) return;
  const end = box.selectionStart;
  const start = end - name.length - 1;
  const after = box.value.slice(end);
  const mention = `@${username}${after.startsWith(' ') ? '' : ' '}`;
  box.setRangeText(mention, start, end, 'end');
  text.value = box.value;
  typed.value = null;
  box.focus();
}

interface Offer {
  typed: Signal<string | null>;
  at: Signal<number>;
  offered: { readonly value: readonly User[]; peek(): readonly User[] };
  choose: (user: User) => void;
}

/** The keys come here before they come to the box. */
function useKeys({ composer }: MessageActions, offer: Offer): void {
  const { typed, at, offered } = offer;
  useEffect(() => {
    const box = composer.current;
    if (!box) return;
    const leaving = new AbortController();
    const options = { signal: leaving.signal };
    const read = () => {
      const before = box.selectionStart === box.selectionEnd ? box.value.slice(0, box.selectionStart).slice(-80) : '';
      typed.value = begun.exec(before)?.[1] ?? null;
      at.value = 0;
    };
    const close = () => (typed.value = null);
    for (const name of ['input', 'click']) box.addEventListener(name, read, options);
    box.addEventListener('blur', close, options);
    box.addEventListener('keydown', (event) => onKey(event, offer), { ...options, capture: true });
    return () => leaving.abort();
  }, [composer.current]);
  const count = offered.value.length;
  const active = count > 0 ? `${listId}-${at.value}` : null;
  useEffect(() => describe(composer.current, active), [active]);
}

function onKey(event: KeyboardEvent, { typed, at, offered, choose }: Offer): void {
  const users = offered.peek();
  if (users.length === 0 || isComposing(event) || event.shiftKey || event.ctrlKey || event.metaKey) return;
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  if (step !== undefined) at.value = (at.peek() + step + users.length) % users.length;
  else if (event.key === 'Escape') typed.value = null;
  else if (event.key === 'Enter' || event.key === 'Tab') choose(users[at.peek()] as User);
  else {
    // The cursor leaves the name.
    if (/^(?:Arrow|Home|End|Page)/.test(event.key)) typed.value = null;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** A text box of several lines may not have the role of a combobox. */
function describe(box: HTMLElement | null, active: string | null): void {
  if (!box) return;
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-controls', listId);
  if (active === null) box.removeAttribute('aria-activedescendant');
  else box.setAttribute('aria-activedescendant', active);
}
