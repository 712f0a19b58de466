/** Pointer commands inside the log: the bar of the message under the mouse, the context menu, and the long press. */
import { useEffect, useMemo } from 'preact/hooks';
import { keyOf } from './log-focus.ts';
import type { MessageActions } from './message-actions.ts';
import { messageCommands } from './message-commands.ts';

const longPressMs = 450;
/** A finger that moves further than this scrolls, in px. */
const stillPx = 10;

export function useLogPointer(actions: MessageActions) {
  const pointer = useMemo(() => new LogPointer(actions), [actions]);
  useEffect(() => () => pointer.release(), [pointer]);
  return pointer.handlers;
}

class LogPointer {
  readonly #actions: MessageActions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #start = { x: 0, y: 0 };

  constructor(actions: MessageActions) {
    this.#actions = actions;
  }

  readonly release = (): void => clearTimeout(this.#timer);

  readonly handlers = {
    onPointerOver: ({ target, pointerType }: PointerEvent) => {
      if (pointerType === 'mouse') this.#actions.barOn.value = keyOf(target) ?? null;
    },
    onPointerLeave: () => {
      this.#actions.barOn.value = null;
    },
    onPointerDown: ({ target, pointerType, clientX, clientY }: PointerEvent) => {
      this.release();
      if (pointerType === 'mouse' || hasOwnMenu(target)) return;
      this.#start = { x: clientX, y: clientY };
      this.#timer = setTimeout(() => this.#open(target, this.#start), longPressMs);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (Math.hypot(clientX - this.#start.x, clientY - this.#start.y) > stillPx) this.release();
    },
    // A press on a button must not take the focus from the composer.
    onMouseDown: (event: MouseEvent) => {
      if ((event.target as Element).closest('.tools')) event.preventDefault();
    },
    onPointerUp: this.release,
    onPointerCancel: this.release,
    onContextMenu: (event: MouseEvent) => {
      if (hasOwnMenu(event.target)) return;
      if (this.#open(event.target, { x: event.clientX, y: event.clientY })) event.preventDefault();
    },
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
