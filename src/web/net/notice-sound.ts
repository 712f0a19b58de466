/** Plays the sound of a new message: two short tones. */

/** Two sounds are at least this far apart, in milliseconds. */
const pauseMs = 2_000;
const tones = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.09 },
];
const toneSeconds = 0.16;
const volume = 0.12;

let context: AudioContext | undefined;
let playedAt = Number.NEGATIVE_INFINITY;

/** Browsers allow sound only after the user has touched the page. */
export function playNoticeSound(): void {
  const now = performance.now();
  if (!navigator.userActivation?.hasBeenActive || now - playedAt < pauseMs) return;
  playedAt = now;
  context ??= new AudioContext();
  void context.resume();
  for (const { hertz, at } of tones) playTone(context, hertz, context.currentTime + at);
}

function playTone(audio: AudioContext, hertz: number, at: number): void {
  const tone = new OscillatorNode(audio, { frequency: hertz });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(volume, at + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.001, at + toneSeconds);
  tone.connect(gain).connect(audio.destination);
  tone.start(at);
  tone.stop(at + toneSeconds);
}
