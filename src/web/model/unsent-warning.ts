/** Warns of what a log-out would lose. */
import { texts } from '../texts/texts.ts';
import { isSend } from './commands/user-command.ts';
import { unsavedDrafts, waitForDrafts } from './unsaved-drafts.ts';
import type { UserSession } from './user-session.ts';

/** Empty when nothing waits. The server may have carried out a command whose answer was lost. */
export async function unsentWarning(session: UserSession): Promise<string> {
  const { messenger, uploads } = session;
  await waitForDrafts(messenger);
  const drafts = new Set([...unsavedDrafts(messenger.drafts), ...(uploads.peek()?.attachedTo ?? [])]).size;
  const warnings = [commandWarning(session), drafts > 0 && texts.unsent.drafts({ count: drafts })];
  return warnings.filter(Boolean).join(' ');
}

function commandWarning({ messenger, uploads }: UserSession): string {
  const waiting = messenger.commands.waiting.peek();
  const sends = waiting.filter(isSend);
  const changes = waiting.length - sends.length;
  const held = uploads.peek()?.heldCount ?? 0;
  const count = sends.filter(({ refused }) => refused === null).length + held;
  if (count > 0) return texts.unsent.messages({ count });
  return changes > 0 ? texts.unsent.changes({ count: changes }) : '';
}
