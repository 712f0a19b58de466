/** Records a voice message: the sound, its length and its loudness over time. */
import { signal } from '@preact/signals';
import { limits } from '../../../protocol/limits.ts';
import { loudnessOf, waveformOf } from '../../model/voice/loudness.ts';
import { closeMicrophone, openMicrophone, recorderOf } from './microphone.ts';

export interface Recording {
  sound: Blob;
  durationMs: number;
  /** As a file's. */
  waveform: number[];
}

/** Measurements that are shown while recording. */
const recentMax = 48;

/** Interval of the measurements of loudness, in milliseconds. */
const measureMs = 50;

/** The browser hands over what it has recorded at this interval, in milliseconds. */
const sliceMs = 1_000;

/** Longer recordings end by themselves, in milliseconds. */
export const longestMs = 60 * 60_000;

export class VoiceRecorder {
  readonly elapsedMs = signal(0);
  /** The last measurements of loudness, newest last. */
  readonly recent = signal<readonly number[]>([]);
  /** Becomes the recording when it has ended: by `stop`, by its length, or because the microphone was unplugged. */
  readonly recording: Promise<Recording>;
  readonly #stream: MediaStream;
  readonly #recorder: MediaRecorder;
  readonly #meter: LoudnessMeter;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #startedAt = performance.now();
  readonly #loudness: number[] = [];

  private constructor(stream: MediaStream) {
    this.#stream = stream;
    this.#recorder = recorderOf(stream);
    this.#meter = new LoudnessMeter(stream);
    const slices: Blob[] = [];
    this.#recorder.addEventListener('dataavailable', ({ data }) => slices.push(data));
    this.recording = new Promise((resolve) => {
      this.#recorder.addEventListener('stop', () => resolve(this.#finish(slices)));
    });
    this.#recorder.start(sliceMs);
    this.#timer = setInterval(() => this.#measure(), measureMs);
  }

  /** Asks for the microphone and begins. @throws NoMicrophone */
  static async start(): Promise<VoiceRecorder> {
    const stream = await openMicrophone();
    try {
      return new VoiceRecorder(stream);
    } catch (error) {
      closeMicrophone(stream);
      throw error;
    }
  }

  stop(): void {
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
  }

  #measure(): void {
    this.elapsedMs.value = performance.now() - this.#startedAt;
    this.#loudness.push(this.#meter.now());
    this.recent.value = this.#loudness.slice(-recentMax);
    if (this.elapsedMs.peek() >= longestMs) this.stop();
  }

  #finish(slices: Blob[]): Recording {
    this.#measure();
    clearInterval(this.#timer);
    this.#meter.close();
    closeMicrophone(this.#stream);
    return {
      sound: new Blob(slices, { type: this.#recorder.mimeType }),
      durationMs: Math.round(this.elapsedMs.peek()),
      waveform: waveformOf(this.#loudness, limits.waveformMax),
    };
  }
}

class LoudnessMeter {
  readonly #context = new AudioContext();
  readonly #analyser = this.#context.createAnalyser();
  readonly #samples = new Float32Array(this.#analyser.fftSize);

  constructor(stream: MediaStream) {
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
  }

  now(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return loudnessOf(this.#samples);
  }

  close(): void {
    void this.#context.close();
  }
}
