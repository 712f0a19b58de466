/** Tells the messenger when the end of the conversation is before somebody's eyes. */
import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import type { Messenger } from '../../model/messenger.ts';
import type { Thread } from '../../model/thread.ts';
import { lookedAt } from './attention.ts';

export function useSeen(messenger: Messenger, thread: Thread, atEnd: ReadonlySignal<boolean>): void {
  useSignalEffect(() => {
    if (!thread.timeline.value.loaded) return;
    if (lookedAt.value && atEnd.value) messenger.seen();
    else messenger.lookedAway();
  });
}
