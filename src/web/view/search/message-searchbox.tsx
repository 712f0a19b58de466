/** The box for messages beside the one for people: both have the same query, and their results are one panel. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { MessageSquareText } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { foldForSearch } from '../../../protocol/name-words.ts';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { announce } from '../kit/announcer.tsx';
import { Icon } from '../kit/icon.tsx';
import { isComposing } from '../kit/input-method.ts';
import { focusFirstItem } from '../sidebar/list-keys.ts';
import { focusComposer, openFirst } from '../sidebar/people-search.tsx';
import { useBoxChoice, useResultKeys } from './box-choice.ts';
import { learnNames } from './hit-names.ts';
import { clearSearch, isDayWrong, openHit, searchOf, wrongDayId } from './open-search.ts';
import { SearchPanel } from './search-panel.tsx';
import './search.css';

export function MessageSearchbox({ messenger }: { messenger: Messenger }) {
  return messenger.features.value.includes('search') ? <Searchbox messenger={messenger} /> : null;
}

function Searchbox({ messenger }: { messenger: Messenger }) {
  const { search } = searchOf(messenger);
  const { directory } = messenger;
  const hasFocus = useSignal(false);
  const box = useRef<HTMLInputElement>(null);
  const onKeyDown = useBoxKeys(messenger);
  useBoxChoice(messenger, box);
  useResultKeys(messenger);
  useFollowing(messenger);
  const isUsed = hasFocus.value || directory.query.value.trim() !== '' || search.peer.value !== null;
  const isOpen = directory.isForMessages.value && isUsed;
  return (
    <>
      <search class={isOpen ? 'search find-messages is-open' : 'search find-messages'}>
        <Icon of={MessageSquareText} />
        <input
          ref={box}
          type="search"
          aria-label={texts.search.name()}
          aria-keyshortcuts="Control+K Meta+K /"
          title={texts.search.name()}
          aria-describedby={isDayWrong(directory.query.value) ? wrongDayId : undefined}
          placeholder={texts.search.name()}
          value={directory.query}
          onInput={(event) => searchMessages(directory, event.currentTarget.value)}
          onFocus={() => (hasFocus.value = true)}
          onBlur={() => (hasFocus.value = false)}
          onKeyDown={onKeyDown}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
        />
      </search>
      {isOpen && <SearchPanel messenger={messenger} box={box} />}
    </>
  );
}

function searchMessages(directory: Messenger['directory'], query: string): void {
  directory.isForMessages.value = true;
  directory.search(query);
}

function useBoxKeys(messenger: Messenger): (event: KeyboardEvent) => void {
  const first = useFirstHit(messenger);
  return (event) => {
    if (isComposing(event)) {
      // The browser itself empties a search box on Escape.
      if (event.key === 'Escape') event.preventDefault();
      return;
    }
    first.cancel();
    if (event.key === 'ArrowDown' && focusFirstItem('lists')) event.preventDefault();
    if (event.key === 'Escape') leave(messenger);
    if (event.key !== 'Enter') return;
    event.preventDefault();
    first.open();
  };
}

/** Empties the search; an empty one gives the focus back to the composer. */
function leave(messenger: Messenger): void {
  const isEmpty = messenger.directory.query.peek() === '' && searchOf(messenger).search.peer.peek() === null;
  if (isEmpty) focusComposer();
  clearSearch(messenger);
}

/**
 * Opens the person of exactly this name, else the newest hit, else the first person or conversation; also when the server answers
 * later than Enter is pressed.
 */
function useFirstHit(messenger: Messenger): { open(): void; cancel(): void } {
  const { search } = searchOf(messenger);
  const { directory, wire } = messenger;
  const isWaiting = useRef(false);
  const isWithin = () => search.peer.value !== null;
  // A page that is still connecting searches on the device, and asks the server soon.
  const isAnswered = () =>
    wire.state.value === 'lost'
      ? search.state.value !== 'searching'
      : !['searching', 'offline'].includes(search.state.value) && (isWithin() || directory.settled.value);
  const openNow = () => {
    isWaiting.current = false;
    const [hit] = search.hits.peek();
    if (hit && (isWithin() || !isExactName(directory))) openHit(hit, messenger);
    else if (!isWithin()) openFirst(messenger);
  };
  useSignalEffect(() => {
    if (isAnswered() && isWaiting.current) openNow();
  });
  return {
    open() {
      if (directory.asked.peek() === null) return;
      if (isAnswered()) return openNow();
      isWaiting.current = true;
      search.hurry();
    },
    cancel() {
      isWaiting.current = false;
    },
  };
}

/** Whether the first person has the typed name: such a person is the first of all. */
function isExactName({ people, query }: Messenger['directory']): boolean {
  const [first] = people.peek();
  const typed = foldForSearch(query.peek().trim().replace(/^@/, ''));
  return [first?.username, first?.displayName].some((name) => name !== undefined && foldForSearch(name) === typed);
}

/** Follows the query, tells of the results, and keeps them up to date with changed messages and with the connection. */
function useFollowing(messenger: Messenger): void {
  const { search } = searchOf(messenger);
  useSignalEffect(() => search.type(messenger.directory.query.value));
  useSignalEffect(() => learnNames(messenger, search.hits.value));
  useSignalEffect(() => {
    const message = messenger.changed.value;
    if (message) search.learn(message);
  });
  useSignalEffect(() => {
    if (search.state.value !== 'found') return;
    const count = search.hits.value.length;
    // The other box tells how many people it has found.
    if (count === 0 && !messenger.directory.isForMessages.peek()) return;
    if (count === 0 && isDayWrong(search.query.peek())) announce(texts.search.wrongDay());
    else announce(search.hasMore.value ? texts.search.foundMore({ count }) : texts.search.found({ count }));
  });
  const { value: line } = messenger.wire.state;
  useEffect(() => {
    if (line === 'connected' && search.state.peek() === 'offline') search.now();
  }, [line, search]);
}
