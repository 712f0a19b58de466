/** In place of the composer while a voice message is made: record, listen, send or discard. */
import { ArrowUp, Square, Trash2 } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { TakenFiles } from '../attach/taken-files.tsx';
import { TrayView } from '../attach/tray-view.tsx';
import { useTray } from '../attach/use-tray.ts';
import { type MessageActions, tooManyChanges } from '../conversation/message-actions.ts';
import { durationText } from '../files/file-text.ts';
import { announce } from '../kit/announcer.tsx';
import { isByFinger } from '../kit/by-finger.ts';
import { Icon } from '../kit/icon.tsx';
import { isComposing } from '../kit/input-method.ts';
import { RecordedSound } from './recorded-sound.tsx';
import { type VoiceDraft, voiceSlotOf } from './voice-draft.ts';
import type { VoiceRecorder } from './voice-recorder.ts';

const endings: Readonly<Record<string, string>> = { 'audio/ogg': 'ogg', 'audio/mp4': 'm4a' };

export function VoiceBar({ actions }: { actions: MessageActions }) {
  const draft = voiceSlotOf(actions.conversation).value;
  return draft && <DraftBar key={draft.key} draft={draft} actions={actions} />;
}

function DraftBar({ draft, actions }: { draft: VoiceDraft; actions: MessageActions }) {
  const shown = useTray(actions);
  const { recorder } = draft;
  const recording = draft.recording.value;
  // In a conversation that is not seen, nothing is recorded.
  useEffect(() => () => recorder.stop(), [recorder]);
  const end = () => {
    draft.discard();
    if (!isByFinger()) requestAnimationFrame(() => actions.composer.current?.focus());
  };
  const send = async () => {
    recorder.stop();
    const { sound, durationMs, waveform } = await recorder.recording;
    if (shown?.tray.sendSound(fileOf(sound), { durationMs, waveform })) end();
    else actions.tell(tooManyChanges());
  };
  // Elsewhere, and once the recording has ended, Escape leaves the conversation.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isComposing(event) || recording) return;
    event.stopPropagation();
    recorder.stop();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form.
    <div class="composer voice-bar" role="group" aria-label={texts.voice.message()} onKeyDown={onKeyDown}>
      <TrayView actions={actions} />
      <button type="button" class="icon-button" aria-label={texts.voice.discard()} onClick={end}>
        <Icon of={Trash2} />
      </button>
      {recording ? <RecordedSound recording={recording} /> : <Recorder recorder={recorder} />}
      <button type="button" class="send" aria-label={texts.voice.send()} onClick={() => void send()}>
        <Icon of={ArrowUp} />
      </button>
      <TakenFiles actions={actions} />
    </div>
  );
}

/** Named by the time, so that one who keeps it finds it again. */
function fileOf(sound: Blob): File {
  const type = sound.type.split(';')[0] ?? '';
  const time = new Date().toISOString().slice(0, 16).replace('T', ' ').replace(':', '.');
  return new File([sound], `${texts.voice.message()} ${time}.${endings[type] ?? 'webm'}`, { type });
}

function Recorder({ recorder }: { recorder: VoiceRecorder }) {
  const stop = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    announce(texts.voice.recording());
    stop.current?.focus();
  }, [recorder]);
  return (
    <>
      <span class="voice-level" aria-hidden="true" dir="ltr">
        {recorder.recent.value.map((height, index) => (
          <span key={index} style={{ height: `${Math.max(6, height)}%` }} />
        ))}
      </span>
      <span class="voice-time" aria-hidden="true">
        {durationText(recorder.elapsedMs.value / 1_000)}
      </span>
      <button
        ref={stop}
        type="button"
        class="voice-stop"
        aria-label={texts.voice.stop()}
        onClick={() => recorder.stop()}
      >
        <Icon of={Square} />
      </button>
    </>
  );
}
