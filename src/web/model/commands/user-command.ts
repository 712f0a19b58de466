/** The commands of a user that wait for the server: messages to send, and changes of messages. */
import type { File } from '../../../protocol/shapes.ts';
import type { FailureCode } from '../wire-failure.ts';

/** A message, by the key of its row. */
export interface MessageRef {
  readonly key: string;
  /** Null until the server has stored the message. */
  readonly seq: number | null;
}

export type Change =
  | { readonly kind: 'edit'; readonly text: string }
  /** It is sent at `dueAt` (milliseconds since 1970), and can be undone until then. */
  | { readonly kind: 'delete'; readonly dueAt: number }
  | { readonly kind: 'react'; readonly emoji: string; readonly on: boolean }
  | { readonly kind: 'pin'; readonly on: boolean };

interface Waiting {
  readonly id: string;
  /** The peer's username. */
  readonly to: string;
  /** In milliseconds since 1970. Commands for one message, and messages to one peer, are sent in this order. */
  readonly writtenAt: number;
  /** Whether the server may have carried it out, because an answer was lost. Then it must be sent again. */
  readonly tried: boolean;
}

export interface SendCommand extends Waiting {
  readonly kind: 'send';
  readonly clientId: string;
  readonly body: string;
  /** The message that this one answers. */
  readonly reply: { readonly seq: number; readonly from: string; readonly excerpt: string } | null;
  /** The finished uploads that the message takes, as it shows them until the server has answered. */
  readonly files: readonly File[];
  /** The code of the server's permanent refusal; null while the message waits to be sent. */
  readonly refused: FailureCode | null;
}

export type ChangeCommand = Waiting & { readonly message: MessageRef } & Change;
export type Command = SendCommand | ChangeCommand;

/** How long a deletion can be undone, in milliseconds. */
export const undoMs = 5_000;

/** The key of the row of an own message. */
export const ownKey = (clientId: string) => `me/${clientId}`;

/** The key of the row of a stored message. */
export const messageKey = ({ from, clientId }: { from: string; clientId: string }, me: string) =>
  from === me ? ownKey(clientId) : `peer/${clientId}`;

export const isSend = (command: Command): command is SendCommand => command.kind === 'send';
export const isChange = (command: Command): command is ChangeCommand => command.kind !== 'send';

export const keyOf = (command: Command) => (isSend(command) ? ownKey(command.clientId) : command.message.key);

/** Commands of one lane are sent one after the other: the messages to one peer, and the changes of one message. */
export const laneOf = (command: Command) =>
  isSend(command) ? `send/${command.to}` : `change/${command.to}/${command.message.key}`;

export const inOrder = (commands: readonly Command[]) => [...commands].sort((a, b) => a.writtenAt - b.writtenAt);
