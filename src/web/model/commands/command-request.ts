/** Sends one command to the server. */
import type { Message } from '../../../protocol/shapes.ts';
import type { Wire } from '../wire.ts';
import { type FailureCode, WireFailure } from '../wire-failure.ts';
import { type ChangeCommand, type Command, isSend, type SendCommand } from './user-command.ts';

/** After these failures the server has certainly not carried out the command. */
const neverCarriedOut: readonly FailureCode[] = ['disconnected', 'rate_limited', 'unauthorized'];

export const mayBeCarriedOut = ({ code }: WireFailure) => !neverCarriedOut.includes(code);

/** Returns the message as it is stored afterwards; fails with a `WireFailure`. Each command can be sent again safely. */
export async function request(wire: Wire, command: Command): Promise<Message> {
  const { message } = await (isSend(command) ? sendMessage(wire, command) : changeMessage(wire, command));
  return message;
}

function sendMessage(wire: Wire, { to, clientId, body, reply }: SendCommand) {
  return wire.request('chatMessage', { to, clientId, body, ...(reply ? { replyTo: reply.seq } : {}) });
}

async function changeMessage(wire: Wire, command: ChangeCommand) {
  const { seq } = command.message;
  if (seq === null) throw new WireFailure('not_found', 'The message was never sent.');
  const at = { with: command.to, seq };
  switch (command.kind) {
    case 'edit':
      return wire.request('editMessage', { ...at, body: command.text });
    case 'delete':
      return wire.request('deleteMessage', at);
    case 'react':
      return wire.request('react', { ...at, emoji: command.emoji, on: command.on });
    case 'pin':
      return wire.request('pin', { ...at, on: command.on });
  }
}
