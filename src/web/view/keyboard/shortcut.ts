/** A keyboard shortcut: combinations such as `Alt+ArrowUp`, of which each one works. `Mod` is Ctrl, and Command on a Mac. */
export type Shortcut = readonly string[];

export function isShortcut(shortcut: Shortcut, event: KeyboardEvent): boolean {
  return shortcut.some((combination) => matches(combination.split('+'), event));
}

/** The key in lower case: on a keyboard of another script, such as Arabic, the Latin letter in the same place. */
export function keyIn({ key, code }: KeyboardEvent): string {
  const isOtherLetter = /^\P{ASCII}$/u.test(key) && code.startsWith('Key');
  return (isOtherLetter ? code.slice('Key'.length) : key).toLowerCase();
}

function matches(parts: readonly string[], event: KeyboardEvent): boolean {
  const { altKey, ctrlKey, metaKey, shiftKey } = event;
  const wanted = parts.at(-1) ?? '';
  // Many keyboards need Shift for a character such as the question mark.
  const isSign = /^[^a-z]$/i.test(wanted);
  return (
    keyIn(event) === wanted.toLowerCase() &&
    altKey === parts.includes('Alt') &&
    (parts.includes('Mod') ? ctrlKey !== metaKey : !ctrlKey && !metaKey) &&
    (isSign || shiftKey === parts.includes('Shift'))
  );
}
