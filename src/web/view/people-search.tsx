/** The search for people; arrow down leads into what was found, Enter opens the first. */
import type { Directory } from '../model/directory.ts';
import { focusFirstItem, openFirstItem } from './list-keys.ts';

export function PeopleSearch({ directory }: { directory: Directory }) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' && focusFirstItem('people')) event.preventDefault();
    if (event.key === 'Enter' && directory.query.value.trim() && directory.settled.value) openFirstItem('people');
    if (event.key === 'Escape') directory.search('');
  };
  return (
    <search class="search">
      <input
        type="search"
        aria-label="Find people"
        placeholder="Find people"
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
