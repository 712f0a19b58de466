/** Moves through a list of links with the arrow keys; the Tab key stops once in each list. */
import { useSignal } from '@preact/signals';
import { conversationLink } from '../app/location.ts';

const links = (list: Element | null) => [...(list?.querySelectorAll<HTMLAnchorElement>('a') ?? [])];

/** Up, Down, Home and End inside a list. */
export function onListKeys(event: KeyboardEvent): void {
  const all = links(event.currentTarget as Element);
  const at = all.indexOf(document.activeElement as HTMLAnchorElement);
  const places: Record<string, number> = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 };
  const to = all[places[event.key] ?? -1];
  if (!to) return;
  event.preventDefault();
  to.focus();
}

/** What makes a link the one of its list that the Tab key stops at, or one of the others. */
export interface TabStop {
  tabIndex: number;
  onFocus: () => void;
}

/**
 * The one item of a list that the Tab key stops at: where the keyboard was last, else the current one, else the first.
 * @param names - of the items, as they stand.
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

export function focusFirstItem(listId: string): boolean {
  const first = links(document.getElementById(listId))[0];
  first?.focus();
  return first !== undefined;
}

export function openFirstItem(listId: string): void {
  links(document.getElementById(listId))[0]?.click();
}

export function focusLinkTo(peer: string): void {
  links(document.body)
    .find((link) => link.getAttribute('href') === conversationLink(peer))
    ?.focus();
}
