/** A voice message that can be heard before it is sent. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { texts } from '../../texts/texts.ts';
import { durationText } from '../files/file-text.ts';
import { PlayButton } from '../files/play-button.tsx';
import { SoundPlayback } from '../files/sound-playback.ts';
import { SoundSlider } from '../files/sound-slider.tsx';
import { announce } from '../kit/announcer.tsx';
import type { Recording } from './voice-recorder.ts';

export function RecordedSound({ recording }: { recording: Recording }) {
  const { sound, durationMs, waveform } = recording;
  const playback = useMemo(() => new SoundPlayback(durationMs), [recording]);
  const url = useMemo(() => URL.createObjectURL(sound), [sound]);
  const group = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    announce(texts.voice.recorded({ length: durationText(durationMs / 1_000) }));
    // The button that ended the recording is gone.
    group.current?.querySelector('button')?.focus();
    return () => {
      playback.element.current?.pause();
      URL.revokeObjectURL(url);
    };
  }, [playback, url]);
  const [at, length] = [playback.at.value, playback.length.value];
  return (
    <span ref={group} class="voice-sound">
      <audio ref={playback.element} src={url} preload="auto" {...playback.handlers} />
      <PlayButton sound={playback} />
      <SoundSlider at={at} length={length} waveform={waveform} onSeek={playback.seek} />
      <span class="voice-time" aria-hidden="true">
        {durationText(at > 0 ? at : length)}
      </span>
    </span>
  );
}
