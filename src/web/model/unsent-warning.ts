/** Warns of what a log-out would lose. */
import { texts } from '../texts/texts.ts';
import { type Command, isSend } from './commands/user-command.ts';
import { unsavedDrafts, waitForDrafts } from './unsaved-drafts.ts';
import type { UserSession } from './user-session.ts';

/** Empty when nothing waits. The server may have carried out a command whose answer was lost. */
export async function unsentWarning(session: UserSession): Promise<string> {
  const { messenger, uploads } = session;
  const refused = messenger.commands.waiting.peek().filter(isRefused).length;
  await waitForDrafts(messenger);
  const drafts = new Set([...unsavedDrafts(messenger.drafts), ...(uploads.peek()?.attachedTo ?? [])]).size;
  const warnings = [
    commandWarning(session),
    refused > 0 && texts.unsent.refused({ count: refused }),
    drafts > 0 && texts.unsent.drafts({ count: drafts }),
  ];
  return warnings.filter(Boolean).join(' ');
}

const isRefused = (command: Command) => isSend(command) && command.refused !== null;

function commandWarning({ messenger, uploads }: UserSession): string {
  const waiting = messenger.commands.waiting.peek();
  const sends = waiting.filter(isSend);
  const changes = waiting.length - sends.length;
  const held = uploads.peek()?.heldCount ?? 0;
  const count = sends.length - sends.filter(isRefused).length + held;
  if (count > 0) return texts.unsent.messages({ count });
  return changes > 0 ? texts.unsent.changes({ count: changes }) : '';
}
