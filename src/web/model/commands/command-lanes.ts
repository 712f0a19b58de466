/** Decides which waiting command a lane sends next. */
import { type ChangeCommand, type Command, isChange, isSend, keyOf, laneOf, undoMs } from './user-command.ts';

/** A command to send now, the milliseconds until one may be sent, or null when the lane has none that can be sent. */
export type Next = Command | number | null;

export function nextOf(waiting: readonly Command[], lane: string, now: number): Next {
  const own = waiting.filter((command) => laneOf(command) === lane);
  const changes = own.filter(isChange);
  const [first] = changes;
  if (!first) return own.filter(isSend).find(({ refused }) => refused === null) ?? null;
  // The answer to the message names the `seq` that its changes need.
  if (waiting.some((command) => isSend(command) && keyOf(command) === keyOf(first))) return null;
  const deletion = changes.find(({ kind }) => kind === 'delete');
  if (!deletion) return first;
  const heldMs = heldFor(deletion, now);
  return heldMs > 0 ? heldMs : deletion;
}

/** How long the command can still be undone, in milliseconds. The clock of the device may have been set back. */
export function heldFor(command: ChangeCommand, now: number): number {
  return command.kind === 'delete' ? Math.min(command.dueAt - now, undoMs) : 0;
}
