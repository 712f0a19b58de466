/** Tells the messenger whether the user sees the end of the open conversation. */
import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { Messenger } from '../../model/messenger.ts';
import { pageIsWatched } from './attention.ts';

export function useSeen(messenger: Messenger, conversation: ConversationState, atEnd: ReadonlySignal<boolean>): void {
  useSignalEffect(() => {
    if (!conversation.timeline.value.loaded) return;
    if (pageIsWatched.value && atEnd.value) messenger.seen();
    else messenger.lookedAway();
  });
}
