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

interface Props {
  file: File;
  peer: string;
  tabIndex?: number;
  /** False where the name stands beside the player. */
  isNamed?: boolean;
}

export function SoundPlayer({ file, peer, tabIndex = -1, isNamed = true }: Props) {
  const { id, name, waveform, durationMs } = file;
  const sound = useMemo(() => new SoundPlayback(durationMs), [id]);
  useEffect(() => () => sound.element.current?.pause(), [sound]);
  const [at, length] = [sound.at.value, sound.length.value];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the fields of a form.
    <div class="sound" role="group" aria-label={waveform ? texts.conversation.voiceMessage() : name}>
      <audio ref={sound.element} src={fileUrl(peer, file)} preload="none" {...sound.handlers} />
      <PlayButton sound={sound} tabIndex={tabIndex} />
      <SpeedButton sound={sound} tabIndex={tabIndex} />
      {isNamed && !waveform && <bdi class="sound-name">{name}</bdi>}
      <SoundSlider at={at} length={length} waveform={waveform} tabIndex={tabIndex} onSeek={sound.seek} />
      <span class="sound-time" aria-hidden="true">
        {durationText(at > 0 ? at : length)}
      </span>
    </div>
  );
}

function SpeedButton({ sound, tabIndex }: { sound: SoundPlayback; tabIndex: number }) {
  const speed = `${numberText(sound.speed.value)}×`;
  return (
    <button
      type="button"
      class="sound-speed"
      aria-label={texts.files.speed({ speed })}
      tabIndex={tabIndex}
      onClick={sound.nextSpeed}
    >
      {speed}
    </button>
  );
}
