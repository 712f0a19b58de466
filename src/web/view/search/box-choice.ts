/** The choice between the boxes for people and for messages, and the keys that lead from the results back to the chosen one. */
import { useEffect, useRef } from 'preact/hooks';
import type { Messenger } from '../../model/messenger.ts';
import { isComposing } from '../kit/input-method.ts';
import { clearSearch, searchOf } from './open-search.ts';

type Box = { current: HTMLInputElement | null };

/** The box that had the focus last orders the results. One that Tab only passes changes nothing. */
export function useBoxChoice(messenger: Messenger, messages: Box): void {
  const isByTab = useRef(false);
  useEffect(() => {
    const leaves = new AbortController();
    const options = { signal: leaves.signal, capture: true };
    document.addEventListener('pointerdown', () => (isByTab.current = false), options);
    document.addEventListener(
      'keydown',
      (event) => {
        if (!isComposing(event)) isByTab.current = event.key === 'Tab';
      },
      options,
    );
    document.addEventListener(
      'focusin',
      ({ target }) => {
        if (!isByTab.current && isBox(target)) choose(messenger, target === messages.current);
      },
      options,
    );
    return () => leaves.abort();
  }, [messenger, messages]);
}

const isBox = (target: EventTarget | null) => target instanceof Element && target.matches('.side [type=search]');

function choose(messenger: Messenger, forMessages: boolean): void {
  messenger.directory.isForMessages.value = forMessages;
  // Only the box for messages shows to which conversation the search is narrowed.
  if (!forMessages) searchOf(messenger).search.searchWith(null);
}

/** Arrow up from the first result leads to the box, and Escape empties it. */
export function useResultKeys(messenger: Messenger): void {
  useEffect(() => {
    const leaves = new AbortController();
    document.querySelector<HTMLElement>('.lists')?.addEventListener(
      'keydown',
      (event) => {
        if (isComposing(event) || event.defaultPrevented || messenger.directory.query.peek() === '') return;
        const isFirst = document.activeElement === document.querySelector('.lists a');
        if (event.key !== 'Escape' && (event.key !== 'ArrowUp' || !isFirst)) return;
        event.preventDefault();
        const box = messenger.directory.isForMessages.peek() ? '.find-messages input' : '.search input';
        document.querySelector<HTMLInputElement>(box)?.select();
        if (event.key === 'Escape') clearSearch(messenger);
      },
      { signal: leaves.signal },
    );
    return () => leaves.abort();
  }, [messenger]);
}
