/** The voice message that is being made in a conversation. It stays there when another conversation is opened. */
import { type Signal, signal } from '@preact/signals';
import type { ConversationState } from '../../model/conversation-state.ts';
import { type Recording, VoiceRecorder } from './voice-recorder.ts';

export class VoiceDraft {
  readonly key = crypto.randomUUID();
  readonly recorder: VoiceRecorder;
  /** Null while it is being recorded. */
  readonly recording = signal<Recording | null>(null);
  readonly #slot: Signal<VoiceDraft | null>;

  constructor(recorder: VoiceRecorder, slot: Signal<VoiceDraft | null>) {
    this.recorder = recorder;
    this.#slot = slot;
    void recorder.recording.then((recording) => (this.recording.value = recording));
    addEventListener('beforeunload', askFirst);
  }

  discard(): void {
    this.recorder.stop();
    this.#slot.value = null;
    removeEventListener('beforeunload', askFirst);
  }
}

const slots = new WeakMap<ConversationState, Signal<VoiceDraft | null>>();

/** Null where none is being made. */
export function voiceSlotOf(conversation: ConversationState): Signal<VoiceDraft | null> {
  const slot = slots.get(conversation) ?? signal<VoiceDraft | null>(null);
  slots.set(conversation, slot);
  return slot;
}

export const hasVoice = (conversation: ConversationState): boolean => voiceSlotOf(conversation).value !== null;

/**
 * Records unless the conversation is left while the browser asks the user: nothing is recorded unseen.
 * @throws NoMicrophone
 */
export async function startVoice(conversation: ConversationState, isShown: () => boolean): Promise<void> {
  const recorder = await VoiceRecorder.start();
  const slot = voiceSlotOf(conversation);
  if (isShown() && !slot.peek()) slot.value = new VoiceDraft(recorder, slot);
  else recorder.stop();
}

/** The browser asks whether to leave the page and lose the recording. */
function askFirst(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
