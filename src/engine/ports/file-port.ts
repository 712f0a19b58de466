/** Files as messages have them. */
import type { FileKind } from '../../protocol/shapes.ts';

export type FileId = string;

/** Facts of a finished file that only its display needs; absent where they do not apply. */
export interface FileDetails {
  /** In pixels, after the orientation of a photograph was applied. */
  width?: number;
  height?: number;
  durationMs?: number;
  /** Loudness from 0 to 100 over the time. */
  waveform?: readonly number[];
  /** A tiny WebP as a `data:` URL. */
  placeholder?: string;
}

/** A finished file: its bytes are complete and examined, and never change. */
export interface FinishedFile {
  id: FileId;
  name: string;
  /** The media type found in the bytes. */
  type: string;
  kind: FileKind;
  /** In bytes. */
  size: number;
  details: FileDetails;
}
