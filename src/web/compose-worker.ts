/** Starts the service worker, in the language of the page, and tells of new builds. */
import { effect, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Account } from './model/account.ts';
import type { UserSession } from './model/user-session.ts';
import { followBuilds } from './net/new-builds.ts';
import { registerWorker } from './net/shell-worker.ts';
import { language } from './texts/texts.ts';

/**
 * Waits until the user is known, and so the language, and until the messages of the open conversation are there:
 * on a slow line, the files of the worker would keep them back.
 */
export function startWorker(
  account: Account,
  session: ReadonlySignal<UserSession | null>,
  isOutdated: Signal<boolean>,
): void {
  followBuilds(() => (isOutdated.value = true));
  let mayStart = false;
  effect(() => {
    mayStart ||= account.user.value !== undefined && !awaitsMessages(session.value);
    if (mayStart) void registerWorker(language.value);
  });
}

function awaitsMessages(session: UserSession | null): boolean {
  const conversation = session?.messenger.open.value;
  return conversation ? !(conversation.timeline.value.loaded || conversation.missing.value) : false;
}
