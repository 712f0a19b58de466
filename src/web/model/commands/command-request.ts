/** Sends one command to the server. */
import type { Message } from '../../../protocol/shapes.ts';
import type { Wire } from '../wire.ts';
import { type FailureCode, WireFailure } from '../wire-failure.ts';
import { type ChangeCommand, type Command, isSend, type SendCommand } from './user-command.ts';

const unknownSeqMs = 60_000;

/** After these failures the server has certainly not carried out the command. */
const neverCarriedOut: readonly FailureCode[] = ['disconnected', 'rate_limited', 'unauthorized'];

export const mayBeCarriedOut = ({ code }: WireFailure) => !neverCarriedOut.includes(code);

/** Returns the message as it is stored afterwards; fails with a `WireFailure`. Each command can be sent again safely. */
export async function request(wire: Wire, command: Command): Promise<Message> {
  const { message } = await (isSend(command) ? sendMessage(wire, command) : changeMessage(wire, command));
  return message;
}

function sendMessage(wire: Wire, { to, clientId, body, reply, files }: SendCommand) {
  return wire.request('chatMessage', {
    to,
    clientId,
    body,
    ...(reply && { replyTo: reply.seq }),
    ...(files[0] && { files: files.map(({ id }) => id) }),
  });
}

async function changeMessage(wire: Wire, command: ChangeCommand) {
  const { seq } = command.message;
  if (seq === null) throw noSeq(command);
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

/** Another tab has sent the message or given it up: this one soon hears of it, or never. */
function noSeq({ writtenAt }: ChangeCommand): WireFailure {
  const isNew = Math.abs(Date.now() - writtenAt) < unknownSeqMs;
  return new WireFailure(isNew ? 'disconnected' : 'not_found', 'The message is not known to be sent.');
}
