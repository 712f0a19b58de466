/** Pointer commands inside the log: the context menu, and the long press. */
import type { Anchor } from '../kit/anchored.ts';
import { followPresses } from '../kit/presses.ts';
import { keyOf } from './log-focus.ts';
import type { MessageActions } from './message-actions.ts';
import { messageCommands } from './message-commands.ts';

/** @param signal - ends it. */
export function followPointer(box: HTMLElement, actions: MessageActions, signal: AbortSignal): void {
  followPresses(box, (target, at) => openMenu(actions, target, at), signal);
  box.addEventListener('mousedown', keepFocus, { signal });
}

/** A press on a button must not take the focus from the composer. */
function keepFocus(event: MouseEvent): void {
  if ((event.target as Element).closest('.tools')) event.preventDefault();
}

function openMenu(actions: MessageActions, target: EventTarget | null, at: Anchor): boolean {
  const row = hasOwnMenu(target) ? undefined : actions.row(keyOf(target));
  if (!row || messageCommands(actions, row).length === 0) return false;
  actions.openMenu(row.key, at);
  return true;
}

/** The browser's own menu is of more use on a link in a text, and on selected text. */
function hasOwnMenu(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true;
  const selection = window.getSelection();
  const selected = selection !== null && !selection.isCollapsed && selection.containsNode(target, true);
  return selected || target.closest('.body a') !== null;
}
