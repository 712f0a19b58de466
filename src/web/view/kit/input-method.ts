/** Tells the keys of an input method from the user's own: Enter, Escape and arrows choose a word there. */

/** Safari tells only by key code 229 that an input method takes this key. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
