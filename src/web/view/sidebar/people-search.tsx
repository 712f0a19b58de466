/** The search for people: Ctrl+K focuses it, arrow down enters the results, Enter opens the first one. */
import { useEffect, useRef } from 'preact/hooks';
import type { Directory } from '../../model/directory.ts';
import { focusFirstItem, openFirstItem } from './list-keys.ts';

export function PeopleSearch({ directory }: { directory: Directory }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onShortcut = (event: KeyboardEvent) => {
      if (!isShortcut(event) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      box.current?.select();
    };
    window.addEventListener('keydown', onShortcut);
    return () => window.removeEventListener('keydown', onShortcut);
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' && focusFirstItem('people')) event.preventDefault();
    if (event.key === 'Enter' && directory.query.value.trim() && directory.settled.value) openFirstItem('people');
    if (event.key === 'Escape') directory.search('');
  };
  return (
    <search class="search">
      <input
        type="search"
        ref={box}
        aria-label="Find people"
        aria-keyshortcuts="Control+K Meta+K"
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

function isShortcut({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'k' && ctrlKey !== metaKey && !altKey && !shiftKey;
}
