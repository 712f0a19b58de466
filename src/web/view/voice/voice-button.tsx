/** The button in the composer that begins a voice message. */
import { useSignal } from '@preact/signals';
import { Mic } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { Icon } from '../kit/icon.tsx';
import { type MicrophoneFault, NoMicrophone } from './microphone.ts';
import { startVoice } from './voice-draft.ts';

const faultTexts: Readonly<Record<MicrophoneFault, () => string>> = {
  blocked: () => texts.voice.blocked(),
  missing: () => texts.voice.missing(),
  unusable: () => texts.voice.unusable(),
};

export function VoiceButton({ actions }: { actions: MessageActions }) {
  const isAsking = useSignal(false);
  const isShown = useShown();
  const start = async () => {
    if (isAsking.peek()) return;
    isAsking.value = true;
    try {
      await startVoice(actions.conversation, isShown);
    } catch (error) {
      const fault = error instanceof NoMicrophone ? error.fault : 'unusable';
      actions.tell(faultTexts[fault]());
    } finally {
      isAsking.value = false;
    }
  };
  return (
    <button
      type="button"
      class="icon-button voice-button"
      aria-label={texts.voice.record()}
      title={texts.voice.record()}
      onClick={() => void start()}
    >
      <Icon of={Mic} />
    </button>
  );
}

/** Whether the button is still there: the user may have left the conversation before the browser was answered. */
function useShown(): () => boolean {
  const shown = useRef(true);
  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);
  return () => shown.current;
}
