/** Puts the keyboard where it is expected when something is first drawn. */

/** As a `ref`: called once, with the element. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
