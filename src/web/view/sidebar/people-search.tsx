/** The search for people: arrow down enters the results, Enter opens the first one. */
import { useSignalEffect } from '@preact/signals';
import { Search } from 'lucide';
import { useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { texts } from '../../texts/texts.ts';
import { everywhere } from '../keyboard/shortcut-table.ts';
import { useShortcut } from '../keyboard/use-shortcut.ts';
import { Icon } from '../kit/icon.tsx';
import { isComposing } from '../kit/input-method.ts';
import { conversationLink, go } from '../kit/location.ts';
import { focusFirstItem } from './list-keys.ts';

export function PeopleSearch({ messenger }: { messenger: Messenger }) {
  const { directory } = messenger;
  const first = useFirstResult(messenger);
  useShortcut(everywhere.search, selectBox);
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) {
      // The browser itself empties a search box on Escape.
      if (event.key === 'Escape') event.preventDefault();
      return;
    }
    first.cancel();
    if (event.key === 'ArrowDown' && (focusFirstItem('people') || focusFirstItem('lists'))) event.preventDefault();
    if (event.key === 'Escape') leave(directory);
    if (event.key !== 'Enter') return;
    // Otherwise the key would break a line in the composer, which has the focus by then.
    event.preventDefault();
    first.open();
  };
  return (
    <search class="search">
      <Icon of={Search} />
      <input
        type="search"
        aria-label={texts.sidebar.findPeople()}
        aria-keyshortcuts="Control+K Meta+K /"
        placeholder={texts.sidebar.findPeople()}
        value={directory.query}
        onInput={(event) => directory.search(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
      />
    </search>
  );
}

/** The search of messages, where it is there; pressed again, the one for people. */
function selectBox(): void {
  const boxes = [...document.querySelectorAll<HTMLInputElement>('.side [type=search]')];
  boxes.at(document.activeElement === boxes.at(-1) ? 0 : -1)?.select();
}

/** Empties the search; an empty one gives the focus back to the composer. */
function leave(directory: Messenger['directory']): void {
  if (directory.query.peek() === '') focusComposer();
  else directory.search('');
}

export function focusComposer(): void {
  document.querySelector<HTMLElement>('.pane textarea')?.focus();
}

/** Opens the first person, else the first conversation. */
export function openFirst({ directory }: Messenger): void {
  const [person] = directory.people.peek();
  if (!person) {
    document.querySelector<HTMLElement>('.lists ul:not([aria-busy=true]) a')?.click();
    return;
  }
  go(`/${conversationLink(person.username)}`);
  directory.search('');
  // The composer takes the focus when it appears; the one of the open conversation is there already.
  focusComposer();
}

/** Opens the first result, also when the server answers later than Enter is pressed. */
function useFirstResult(messenger: Messenger): { open(): void; cancel(): void } {
  const { directory, wire } = messenger;
  const isWaiting = useRef(false);
  // A page that is still connecting gets its answer soon.
  const isAnswered = () => directory.settled.value || wire.state.value === 'lost';
  const openNow = () => {
    isWaiting.current = false;
    openFirst(messenger);
  };
  useSignalEffect(() => {
    if (isAnswered() && isWaiting.current) openNow();
  });
  return {
    open() {
      if (directory.asked.peek() === null) return;
      if (isAnswered()) openNow();
      else isWaiting.current = true;
    },
    cancel() {
      isWaiting.current = false;
    },
  };
}
