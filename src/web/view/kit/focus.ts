/** Moves the keyboard focus. */

/** Used as a `ref`: focuses the element when it is first rendered. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}

export function focusLink(href: string): void {
  [...document.querySelectorAll('a')].find((link) => link.getAttribute('href') === href)?.focus();
}
