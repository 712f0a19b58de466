/** Pointer commands inside the log: the context menu, and the long press. */
import { keyOf } from './log-focus.ts';
import type { MessageActions } from './message-actions.ts';
import { messageCommands } from './message-commands.ts';

const longPressMs = 450;
/** A finger that moves further than this scrolls, in px. */
const stillPx = 10;

/** @param signal - ends it. */
export function followPointer(box: HTMLElement, actions: MessageActions, signal: AbortSignal): void {
  const pointer = new LogPointer(actions);
  box.addEventListener('pointerdown', pointer.down, { signal });
  box.addEventListener('pointermove', pointer.move, { signal });
  box.addEventListener('pointerup', pointer.release, { signal });
  box.addEventListener('pointercancel', pointer.release, { signal });
  box.addEventListener('mousedown', pointer.keepFocus, { signal });
  box.addEventListener('contextmenu', pointer.openMenu, { signal });
  signal.addEventListener('abort', pointer.release);
}

class LogPointer {
  readonly #actions: MessageActions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #start = { x: 0, y: 0 };

  constructor(actions: MessageActions) {
    this.#actions = actions;
  }

  readonly release = (): void => clearTimeout(this.#timer);

  readonly down = ({ target, pointerType, clientX, clientY }: PointerEvent): void => {
    this.release();
    if (pointerType === 'mouse' || hasOwnMenu(target)) return;
    this.#start = { x: clientX, y: clientY };
    this.#timer = setTimeout(() => this.#open(target, this.#start), longPressMs);
  };

  readonly move = ({ clientX, clientY }: PointerEvent): void => {
    if (Math.hypot(clientX - this.#start.x, clientY - this.#start.y) > stillPx) this.release();
  };

  /** A press on a button must not take the focus from the composer. */
  readonly keepFocus = (event: MouseEvent): void => {
    if ((event.target as Element).closest('.tools')) event.preventDefault();
  };

  readonly openMenu = (event: MouseEvent): void => {
    if (hasOwnMenu(event.target)) return;
    if (this.#open(event.target, { x: event.clientX, y: event.clientY })) event.preventDefault();
  };

  #open(target: EventTarget | null, { x, y }: { x: number; y: number }): boolean {
    const row = this.#actions.row(keyOf(target));
    if (!row || messageCommands(this.#actions, row).length === 0) return false;
    this.#actions.openMenu(row.key, { left: x, right: x, top: y, bottom: y });
    return true;
  }
}

/** The browser's own menu is of more use on a link, and on selected text. */
function hasOwnMenu(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true;
  const selection = window.getSelection();
  const selected = selection !== null && !selection.isCollapsed && selection.containsNode(target, true);
  return selected || target.closest('a') !== null;
}
