/** Starts the service worker, in the language of the page, and tells of new builds. */
import { effect, type Signal } from '@preact/signals';
import { followBuilds } from './net/new-builds.ts';
import { registerWorker } from './net/shell-worker.ts';
import { language } from './texts/texts.ts';

export function startWorker(isOutdated: Signal<boolean>): void {
  followBuilds(() => (isOutdated.value = true));
  effect(() => void registerWorker(language.value));
}
