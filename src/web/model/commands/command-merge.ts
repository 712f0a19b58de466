/** Adds a change to the commands that wait, and removes those that it makes superfluous. */
import type { Message } from '../../../protocol/shapes.ts';
import { overlay, unsentMessage } from './command-overlay.ts';
import {
  type ChangeCommand,
  type Command,
  inOrder,
  isChange,
  isSend,
  keyOf,
  type SendCommand,
} from './user-command.ts';

interface Known {
  readonly me: string;
  /** The message as the server has stored it; null when it is unsent, or not loaded. */
  readonly stored: Message | null;
  /** The ids of the commands that are on their way to the server: they stay as they are, and the next ones wait behind them. */
  readonly underWay: ReadonlySet<string>;
}

/** Returns the commands that wait afterwards, in their order. */
export function mergeChange(waiting: readonly Command[], change: ChangeCommand, known: Known): readonly Command[] {
  const same = waiting.filter((command) => keyOf(command) === keyOf(change));
  const send = same.find(isSend);
  if (send && !mayBeStored(send, known)) {
    if (change.kind === 'delete') return waiting.filter((command) => !same.includes(command));
    if (change.kind === 'edit') return replace(waiting, send, { ...send, body: change.text, refused: null });
  }
  const changes = same.filter(isChange);
  // Nothing follows a deletion. What precedes it waits as long as it can be undone.
  if (changes.some(({ kind }) => kind === 'delete')) return waiting;
  if (change.kind === 'delete') return inOrder([...waiting, change]);
  return mergeState(waiting, change, {
    ...known,
    stored: known.stored ?? (send ? unsentMessage(send, known.me) : null),
  });
}

/** Of two changes of the same thing, the last one counts; none is left when the message is already as it says. */
function mergeState(waiting: readonly Command[], change: ChangeCommand, { me, stored, underWay }: Known) {
  const before = waiting.filter(isChange).filter((other) => keyOf(other) === keyOf(change));
  const rival = before.find((other) => slotOf(other) === slotOf(change) && !underWay.has(other.id));
  const others = rival ? waiting.filter((command) => command !== rival) : waiting;
  const base =
    stored &&
    overlay(
      stored,
      before.filter((other) => other !== rival),
      me,
    );
  const isNeeded = rival?.tried || base === null || overlay(base, [change], me) !== base;
  return isNeeded ? inOrder([...others, { ...change, tried: rival?.tried ?? false }]) : others;
}

/** When the time to undo a deletion has passed, it replaces every change of its message that is not under way. */
export function mergeIntoDelete(
  waiting: readonly Command[],
  deletionId: string,
  underWay: ReadonlySet<string>,
): readonly Command[] {
  const deletion = waiting.find(({ id }) => id === deletionId);
  const isReplaced = (command: Command) =>
    deletion && command !== deletion && keyOf(command) === keyOf(deletion) && !underWay.has(command.id);
  return waiting.filter((command) => !isReplaced(command));
}

/** The server refuses another body for a `clientId` that it has stored. */
const mayBeStored = (send: SendCommand, { underWay }: Known) =>
  underWay.has(send.id) || (send.tried && send.refused === null);

/** Of two changes of one message in the same slot, only the last one counts. */
const slotOf = (change: ChangeCommand) => (change.kind === 'react' ? `react ${change.emoji}` : change.kind);

const replace = (waiting: readonly Command[], old: Command, update: Command) =>
  waiting.map((command) => (command === old ? update : command));
