/** An unsent message to ben, as the command queue keeps it. */
import type { SendCommand } from '../../../src/web/model/commands/user-command.ts';

export function unsentOf(clientId: string, body = clientId, more: Partial<SendCommand> = {}): SendCommand {
  const base = {
    kind: 'send',
    id: clientId,
    clientId,
    to: 'ben',
    body,
    reply: null,
    files: [],
    refused: null,
  } as const;
  return { ...base, writtenAt: 1, tried: false, ...more };
}
