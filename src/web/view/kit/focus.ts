/** Moves the keyboard focus. */

/** Used as a `ref`: focuses the element when it is first rendered. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
