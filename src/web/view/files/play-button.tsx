/** Plays a sound, and pauses it. */
import { Pause, Play } from 'lucide';
import { texts } from '../../texts/texts.ts';
import { Icon } from '../kit/icon.tsx';
import type { SoundPlayback } from './sound-playback.ts';

interface Props {
  sound: SoundPlayback;
  tabIndex?: number;
}

export function PlayButton({ sound, tabIndex = 0 }: Props) {
  const isPlaying = sound.isPlaying.value;
  return (
    <button
      type="button"
      class="sound-play"
      aria-label={isPlaying ? texts.files.pause() : texts.files.play()}
      tabIndex={tabIndex}
      onClick={sound.toggle}
    >
      <Icon of={isPlaying ? Pause : Play} />
    </button>
  );
}
