/** Keyboard navigation of lists of links: arrow keys move through them, and each list has one tab stop. */
import { useSignal } from '@preact/signals';
import { isComposing } from '../kit/input-method.ts';

const links = (list: Element | null) => [...(list?.querySelectorAll<HTMLAnchorElement>('a') ?? [])];

/** Handles Home and End inside a list, and Up and Down through all lists of the sidebar. */
export function onListKeys(event: KeyboardEvent): void {
  if (isComposing(event)) return;
  const list = event.currentTarget as Element;
  const own = links(list);
  const all = links(list.closest('.lists'));
  const at = all.indexOf(document.activeElement as HTMLAnchorElement);
  const places: Record<string, HTMLElement | undefined> = {
    ArrowUp: all[at - 1],
    ArrowDown: all[at + 1],
    Home: own[0],
    End: own.at(-1),
  };
  const to = places[event.key];
  if (!to) return;
  event.preventDefault();
  to.focus();
}

/** The properties that make a link the tab stop of its list, or take it out of the tab order. */
export interface TabStop {
  tabIndex: number;
  onFocus: () => void;
}

/**
 * Chooses the tab stop of a list: the item that had the focus last, else the current one, else the first.
 * @param names - the names of the items, in order
 */
export function useTabStop(names: readonly string[], current: string | undefined) {
  const last = useSignal<string | null>(null);
  const stop = [last.value, current].find((name) => name != null && names.includes(name)) ?? names[0];
  return (name: string): TabStop => ({
    tabIndex: name === stop ? 0 : -1,
    onFocus: () => {
      last.value = name;
    },
  });
}

/** Loads more items. When the button goes with the last ones, the first of them gets the focus. */
export async function loadMore(button: HTMLElement, listId: string, load: () => Promise<void>): Promise<void> {
  const known = links(document.getElementById(listId)).length;
  const hadFocus = document.activeElement === button;
  await load();
  await new Promise(requestAnimationFrame);
  if (hadFocus && !button.isConnected) links(document.getElementById(listId))[known]?.focus();
}

export function focusFirstItem(listId: string): boolean {
  const first = links(document.getElementById(listId))[0];
  first?.focus();
  return first !== undefined;
}
