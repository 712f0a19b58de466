/** A sound or a voice message: play and pause, speed, and its loudness over time as a slider. */
import { useEffect, useMemo } from 'preact/hooks';
import type { File } from '../../../protocol/shapes.ts';
import { texts } from '../../texts/texts.ts';
import { numberText } from '../kit/locale.ts';
import { durationText } from './file-text.ts';
import { fileUrl } from './file-url.ts';
import { PlayButton } from './play-button.tsx';
import { SoundPlayback } from './sound-playback.ts';
import { SoundSlider } from './sound-slider.tsx';

export function SoundPlayer({ file, peer }: { file: File; peer: string }) {
  const { id, name, waveform, durationMs } = file;
  const sound = useMemo(() => new SoundPlayback(durationMs), [id]);
  useEffect(() => () => sound.element.current?.pause(), [sound]);
  const [at, length] = [sound.at.value, sound.length.value];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form.
    <div class="sound" role="group" aria-label={waveform ? texts.conversation.voiceMessage() : name}>
      <audio ref={sound.element} src={fileUrl(peer, file)} preload="none" {...sound.handlers} />
      <PlayButton sound={sound} tabIndex={-1} />
      <SpeedButton sound={sound} />
      {!waveform && <bdi class="sound-name">{name}</bdi>}
      <SoundSlider at={at} length={length} waveform={waveform} tabIndex={-1} onSeek={sound.seek} />
      <span class="sound-time" aria-hidden="true">
        {durationText(at > 0 ? at : length)}
      </span>
    </div>
  );
}

function SpeedButton({ sound }: { sound: SoundPlayback }) {
  const speed = `${numberText(sound.speed.value)}×`;
  return (
    <button
      type="button"
      class="sound-speed"
      aria-label={texts.files.speed({ speed })}
      tabIndex={-1}
      onClick={sound.nextSpeed}
    >
      {speed}
    </button>
  );
}
