/** The position in a sound, over its waveform. */
import { texts } from '../../texts/texts.ts';
import { durationText } from './file-text.ts';
import { keepSeekKeys } from './seek-keys.ts';

interface Props {
  /** In seconds. */
  at: number;
  length: number;
  waveform: readonly number[] | undefined;
  tabIndex?: number;
  onSeek: (seconds: number) => void;
}

/** More bars than this would be narrower than the gaps between them. */
const maxBars = 48;
const leastHeight = 6;

export function SoundSlider({ at, length, waveform, tabIndex = 0, onSeek }: Props) {
  const share = length > 0 ? at / length : 0;
  return (
    // Time runs from left to right in every language, as on the browser's own players.
    <span class="sound-track" dir="ltr">
      {waveform && <Waveform waveform={waveform} share={share} />}
      <input
        class={waveform ? 'sound-slider over' : 'sound-slider'}
        type="range"
        min={0}
        max={length || 1}
        step={0.1}
        value={at}
        tabIndex={tabIndex}
        aria-label={texts.files.position()}
        aria-valuetext={texts.files.positionAt({ at: durationText(at), length: durationText(length) })}
        onInput={({ currentTarget }) => onSeek(Number(currentTarget.value))}
        onKeyDown={keepSeekKeys}
        onPointerDown={(event) => event.stopPropagation()}
      />
    </span>
  );
}

function Waveform({ waveform, share }: { waveform: readonly number[]; share: number }) {
  const bars = barsOf(waveform);
  return (
    <span class="waveform" aria-hidden="true">
      {bars.map((height, index) => (
        <span
          key={index}
          class={index < share * bars.length ? 'played' : ''}
          style={{ height: `${Math.max(leastHeight, height)}%` }}
        />
      ))}
    </span>
  );
}

/** The loudest value of each part. */
function barsOf(waveform: readonly number[]): number[] {
  const count = Math.min(maxBars, waveform.length);
  const size = waveform.length / count;
  return Array.from({ length: count }, (_, bar) =>
    Math.max(...waveform.slice(Math.floor(bar * size), Math.floor((bar + 1) * size))),
  );
}
