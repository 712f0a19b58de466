/** Runs an action on a shortcut, wherever the focus is. */
import { useEffect, useRef } from 'preact/hooks';
import { isComposing } from '../kit/input-method.ts';
import { isShortcut, type Shortcut } from './shortcut.ts';

export function useShortcut(shortcut: Shortcut, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isComposing(event) || !isShortcut(shortcut, event) || isElsewhere(event)) return;
      event.preventDefault();
      event.stopPropagation();
      latest.current();
    };
    // Before the lists and the log, whose arrow keys have no modifiers.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [shortcut]);
}

/** A dialog and a menu keep their keys, and a text field every character that can be typed. */
function isElsewhere({ target, key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open], [role=menu]')) return true;
  const isTyped = key.length === 1 && !ctrlKey && !metaKey;
  return isTyped && target instanceof Element && target.closest('input, textarea, select') !== null;
}
