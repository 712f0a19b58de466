/** Starts the service worker, in the language of the page, and tells of new builds. */
import { effect, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Account } from './model/account.ts';
import type { UserSession } from './model/user-session.ts';
import { followBuilds } from './net/new-builds.ts';
import { registerWorker } from './net/shell-worker.ts';
import { language, loadLaterTexts } from './texts/texts.ts';

/**
 * Waits until the user is known, and so the language, and until the messages of the open conversation or the log-in are
 * there: on a slow line, the files of the worker would keep them back.
 */
export function startWorker(
  account: Account,
  session: ReadonlySignal<UserSession | null>,
  isOutdated: Signal<boolean>,
): void {
  followBuilds(() => (isOutdated.value = true));
  let mayStart = false;
  effect(() => {
    const user = account.user.value;
    mayStart ||= user !== undefined && !awaitsMessages(session.value);
    if (mayStart) void register(user === null, language.value);
  });
}

function awaitsMessages(session: UserSession | null): boolean {
  const conversation = session?.messenger.open.value;
  return conversation ? !(conversation.timeline.value.loaded || conversation.missing.value) : false;
}

/** The code and texts of the log-in are on their way: the view asks for the same files. */
async function register(isSignedOut: boolean, shown: typeof language.value): Promise<void> {
  const login = isSignedOut ? [import('./view/entry/entry-page.tsx'), loadLaterTexts()] : [];
  await Promise.allSettled(login);
  await registerWorker(shown);
}
