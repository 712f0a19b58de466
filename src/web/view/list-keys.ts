/** Moves through a list of links with the arrow keys, beside the Tab key. */
import { conversationLink } from './location.ts';

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
