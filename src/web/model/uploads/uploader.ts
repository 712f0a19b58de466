/** The port of the transfer of files to the server; `net/tus-uploader` implements it. */

import type { File as SentFile } from '../../../protocol/shapes.ts';

/** Length and loudness of a recording, as the page has measured them. */
export type SoundFacts = Pick<SentFile, 'durationMs' | 'waveform'>;

export interface NewFile {
  readonly name: string;
  readonly bytes: Blob;
  /** "Send as file": the server keeps the bytes as they are, with place and camera. */
  readonly isPlain: boolean;
  /** Null for all but recordings. */
  readonly sound: SoundFacts | null;
  /** Of the upload that an earlier page began; null for a new one. */
  readonly address: string | null;
}

/** The transfer of one file, which may take several runs. */
export interface Transfer {
  /**
   * Sends what the server does not have yet; resolves with the id of the file.
   * @param onProgress - called with the number of bytes that are sent, those of earlier runs included.
   * @param onAddress - called with the address at the server, once there is one, or another one.
   * @throws WireFailure, also after `pause`.
   */
  run(onProgress: (sentBytes: number) => void, onAddress: (address: string) => void): Promise<string>;
  /** Ends the run. The server keeps the bytes that it has. */
  pause(): void;
  /** Ends the run, and removes the file from the server. */
  remove(): Promise<void>;
}

export type Uploader = (file: NewFile) => Transfer;
