/** Tells the messenger which messages of the open conversation the user sees. */
import { useSignalEffect } from '@preact/signals';
import { wantedSeq } from '../kit/location.ts';
import { pageIsWatched } from './attention.ts';
import type { LogScroll } from './log-scroll.ts';
import type { MessageActions } from './message-actions.ts';

/** The messages on the screen are not read until the one that the address or a jump asks for is among them. */
export function useSeen({ messenger, conversation, rows, target }: MessageActions, { shown, atEnd }: LogScroll): void {
  useSignalEffect(() => {
    const isPlaced = shown.value > 0 || !rows.newest;
    if (!conversation.timeline.value.loaded || !isPlaced || wantedSeq.value || target.value) return;
    if (pageIsWatched.value) messenger.reading.seen(shown.value, atEnd.value);
    else messenger.reading.lookedAway();
  });
}
