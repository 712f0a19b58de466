/** Reads the metadata of a new upload: its name, and the hints of the page that recorded a sound. */
import type { FileHints } from '../../engine/ports/upload-port.ts';
import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';

export interface UploadMetadata {
  name: string;
  /** The user chose "send as file". */
  isPlain: boolean;
  hints: FileHints;
}

/** A day: no sound that fits an upload is longer. */
const durationMaxMs = 24 * 3_600 * 1_000;

const unnamed = 'file';

/** @throws Refusal `invalid_input` naming the faults. The type is not read: it is found in the bytes. */
export function readMetadata(metadata: Record<string, string | null> = {}): UploadMetadata {
  const { filename, plain, duration, waveform } = metadata;
  const durationMs = wholeNumber(duration ?? '', durationMaxMs);
  const loudness = (waveform || null)?.split(',').map((value) => wholeNumber(value, 100));
  const fields: Record<string, string> = {};
  if (duration && durationMs === null) fields.duration = 'Milliseconds as a whole number.';
  if (loudness && (loudness.length > limits.waveformMax || loudness.includes(null))) {
    fields.waveform = `At most ${limits.waveformMax} whole numbers from 0 to 100, joined by commas.`;
  }
  if (Object.keys(fields).length > 0)
    throw new Refusal('invalid_input', 'Check the metadata of the upload.', { fields });
  return {
    name: filename || unnamed,
    isPlain: plain === '1',
    hints: {
      ...(durationMs === null ? {} : { durationMs }),
      ...(loudness ? { waveform: loudness.map(Number) } : {}),
    },
  };
}

const wholeNumber = (text: string, max: number) =>
  /^\d{1,9}$/.test(text) && Number(text) <= max ? Number(text) : null;
