/** The voice message that is being made in each conversation; null where there is none. */
import { type Signal, signal } from '@preact/signals';
import type { ConversationState } from '../../model/conversation-state.ts';
import type { VoiceDraft } from './voice-draft.ts';

const slots = new WeakMap<ConversationState, Signal<VoiceDraft | null>>();

export function voiceSlotOf(conversation: ConversationState): Signal<VoiceDraft | null> {
  const slot = slots.get(conversation) ?? signal<VoiceDraft | null>(null);
  slots.set(conversation, slot);
  return slot;
}
