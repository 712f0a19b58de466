/** How loud a recording is over time, on the scale of a file's waveform: whole numbers from 0 to 100. */

/** Softer sound than this counts as silence, in decibels below the loudest that a recording can hold. */
const floorDb = 50;

const loudestValue = 100;

/** @param samples - of one moment, from -1 to 1. */
export function loudnessOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += (samples[index] ?? 0) ** 2;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length));
  return Math.round(loudestValue * Math.min(1, Math.max(0, 1 + db / floorDb)));
}

/** At most `max` values, each the loudest of its part, stretched so that a soft voice shows its shape, too. */
export function waveformOf(loudness: readonly number[], max: number): number[] {
  const count = Math.min(max, loudness.length);
  const size = loudness.length / count;
  const parts = Array.from({ length: count }, (_, part) =>
    loudness
      .slice(Math.floor(part * size), Math.floor((part + 1) * size))
      .reduce((one, other) => Math.max(one, other), 0),
  );
  const loudest = parts.reduce((one, other) => Math.max(one, other), 0);
  return parts.map((value) => (loudest === 0 ? 0 : Math.round((value * loudestValue) / loudest)));
}
