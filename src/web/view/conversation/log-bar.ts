/** Chooses the message that has the bar: the one under the mouse, or the one that got the focus by keyboard. */
import { keyOf } from './log-focus.ts';
import type { MessageActions } from './message-actions.ts';

/** @param signal - ends it. */
export function followBar(box: HTMLElement, { barOn }: MessageActions, signal: AbortSignal): void {
  // Its buttons are too small for a finger, and a touch leaves its target hovered. The menu has the same commands.
  if (!window.matchMedia('(hover: hover)').matches) return;
  const show = (key: string | undefined) => (barOn.value = key ?? null);
  const underMouse = () => keyOf(box.querySelector('article:hover'));
  const over = ({ target, pointerType }: PointerEvent) => pointerType === 'mouse' && show(keyOf(target));
  const leave = () => show(undefined);
  const focus = ({ target }: FocusEvent) => (target as Element).matches(':focus-visible') && show(keyOf(target));
  const blur = () => show(underMouse());
  box.addEventListener('pointerover', over, { signal });
  box.addEventListener('pointerleave', leave, { signal });
  box.addEventListener('focusin', focus, { signal });
  box.addEventListener('focusout', blur, { signal });
  // The mouse or the focus may have come before this code.
  show(keyOf(box.querySelector('article:focus-visible, article :focus-visible')) ?? underMouse());
}
