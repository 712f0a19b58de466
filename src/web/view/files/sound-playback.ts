/** The state of one sound that can be played: position, length and speed. */
import { signal } from '@preact/signals';
import { playAlone } from './play-alone.ts';

const speeds = [1, 1.5, 2];
/** In seconds: the slider has no finer position. */
const step = 0.1;

export class SoundPlayback {
  readonly element: { current: HTMLAudioElement | null } = { current: null };
  readonly isPlaying = signal(false);
  /** In seconds. */
  readonly at = signal(0);
  readonly length;
  readonly speed = signal(1);

  /** @param durationMs - as the sender measured it; otherwise it is known once the sound has loaded. */
  constructor(durationMs: number | undefined) {
    this.length = signal((durationMs ?? 0) / 1_000);
  }

  readonly toggle = (): void => {
    const { current } = this.element;
    if (!current?.paused) {
      current?.pause();
      return;
    }
    if (this.#isAtEnd()) this.seek(0);
    void current.play().catch(() => {});
  };

  readonly seek = (seconds: number): void => {
    this.at.value = seconds;
    if (this.element.current) this.element.current.currentTime = seconds;
  };

  readonly nextSpeed = (): void => {
    this.speed.value = speeds[(speeds.indexOf(this.speed.peek()) + 1) % speeds.length] ?? 1;
    this.#setSpeed();
  };

  readonly handlers = {
    onPlay: () => {
      if (this.element.current) playAlone(this.element.current);
      this.#setSpeed();
      this.isPlaying.value = true;
    },
    onPause: () => {
      this.isPlaying.value = false;
    },
    onTimeUpdate: () => {
      this.at.value = this.element.current?.currentTime ?? 0;
    },
    onLoadedMetadata: () => {
      const { duration = 0 } = this.element.current ?? {};
      // A recording without an index has no length of its own.
      if (Number.isFinite(duration)) this.length.value = duration;
      // A position that was chosen before the sound loaded.
      if (this.element.current && this.at.peek() > 0) this.element.current.currentTime = this.at.peek();
    },
  };

  #isAtEnd(): boolean {
    return this.length.peek() > 0 && this.at.peek() > this.length.peek() - step;
  }

  #setSpeed(): void {
    if (this.element.current) this.element.current.playbackRate = this.speed.peek();
  }
}
