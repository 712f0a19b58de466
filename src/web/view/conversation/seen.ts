/** Tells the messenger which messages of the open conversation the user sees. */
import { useSignalEffect } from '@preact/signals';
import { pageIsWatched } from './attention.ts';
import type { LogScroll } from './log-scroll.ts';
import type { MessageActions } from './message-actions.ts';

export function useSeen({ messenger, conversation, rows }: MessageActions, { shown, atEnd }: LogScroll): void {
  useSignalEffect(() => {
    const isPlaced = shown.value > 0 || !rows.newest;
    if (!conversation.timeline.value.loaded || !isPlaced) return;
    if (pageIsWatched.value) messenger.reading.seen(shown.value, atEnd.value);
    else messenger.reading.lookedAway();
  });
}
