/** Tells the messenger when the end of the conversation is before somebody's eyes. */
import { type ReadonlySignal, useSignalEffect } from '@preact/signals';
import type { Messenger } from '../../model/messenger.ts';
import type { ConversationState } from '../../model/conversation-state.ts';
import { lookedAt } from './attention.ts';

export function useSeen(messenger: Messenger, conversation: ConversationState, atEnd: ReadonlySignal<boolean>): void {
  useSignalEffect(() => {
    if (!conversation.timeline.value.loaded) return;
    if (lookedAt.value && atEnd.value) messenger.seen();
    else messenger.lookedAway();
  });
}
