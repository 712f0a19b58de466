/** Finds the drafts that only this browser has. */
import type { Drafts } from './drafts.ts';
import type { Messenger } from './messenger.ts';

/** For a page that is still connecting, and for the answer to a save. */
const longestWaitMs = 4_000;
const pauseMs = 50;

/** The names of the conversations whose draft the server does not have. */
export function unsavedDrafts(drafts: Drafts): string[] {
  const isUnsaved = ({ to, text }: { to: string; text: string }) => text !== '' && drafts.known.get(to)?.text !== text;
  return drafts
    .all()
    .filter(isUnsaved)
    .map(({ to }) => to);
}

/** Waits while drafts are being saved, because the user leaves; not long, and not without a connection. */
export async function waitForDrafts({ wire, drafts }: Messenger): Promise<void> {
  const end = Date.now() + longestWaitMs;
  while (unsavedDrafts(drafts).length > 0 && wire.state.peek() !== 'lost' && Date.now() < end)
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
