/** The tools of the log: keys, pointers, swipes, the bar of a message, the tab stop, and the copying of several messages. */
import { copyLines } from './copied-lines.ts';
import { followBar } from './log-bar.ts';
import { onLogKey } from './log-keys.ts';
import { followPointer } from './log-pointer.ts';
import { followStop } from './log-stop.ts';
import type { MessageActions } from './message-actions.ts';
import { followSwipes } from './swipe-reply.ts';
import './finger-targets.css';

interface Log {
  readonly actions: MessageActions;
  /** Shows the newest message; resolves when it is loaded. */
  toEnd(): Promise<void>;
}

/** @param signal - ends them. */
export function startLogTools(box: HTMLElement, { actions, toEnd }: Log, signal: AbortSignal): void {
  box.addEventListener('keydown', (event) => onLogKey(event, actions, toEnd), { signal });
  followBar(box, actions, signal);
  followStop(box, actions, signal);
  followPointer(box, actions, signal);
  if (navigator.maxTouchPoints > 0) followSwipes(box, actions, signal);
  // A selection may start or end outside of the log.
  document.addEventListener('copy', (event) => copyLines(event, actions), { signal });
}
