/** The store of uploads: the rows of files that belong to no message yet. */

import type { Examined } from './file-examiner-port.ts';
import type { FileUsageSample } from './file-observer-port.ts';
import type { FileId } from './file-port.ts';
import type { UserId } from './identifiers.ts';

/** The length and loudness of a sound, as the page that recorded it measured them. */
export interface FileHints {
  durationMs?: number;
  waveform?: readonly number[];
}

export interface NewUpload {
  ownerId: UserId;
  name: string;
  /** In bytes. */
  size: number;
  isPlain: boolean;
  hints: FileHints;
}

export interface Upload extends NewUpload {
  id: FileId;
  isFinished: boolean;
  isAttached: boolean;
  /** Null once it is attached. */
  expiresAt: Date | null;
}

/** Bounds of all files of one user and of the installation, in bytes, and of the unfinished uploads of one user. */
export interface UploadBounds {
  quotaBytes: number;
  totalBytes: number;
  unfinishedMax: number;
}

export interface UploadStore {
  /** @throws UploadRefusal `conflict` with the number when a bound would be passed; nothing is stored then. */
  create(upload: NewUpload, bounds: UploadBounds, lifeMs: number): Promise<Upload>;
  find(id: FileId): Promise<Upload | null>;
  /** Takes the turn to write the bytes, for `leaseMs`; a repeat of the same writer prolongs it. False while another has it. */
  takeTurn(id: FileId, writer: string, leaseMs: number): Promise<boolean>;
  endTurn(id: FileId, writer: string): Promise<void>;
  /** The bytes are kept and examined. False when the upload was removed meanwhile. */
  finish(id: FileId, examined: Omit<Examined, 'path' | 'previewPath'> & { hasPreview: boolean }): Promise<boolean>;
  /** Removes the row of an upload that belongs to no message; its bytes are noted as removed. False when there is none. */
  remove(id: FileId): Promise<boolean>;
  /** Removes expired uploads as `remove` does, at most so many; answers how many. */
  removeExpired(max: number): Promise<number>;
  usage(): Promise<FileUsageSample>;
}

/** The bytes that no row needs any more. */
export interface RemovedFiles {
  /** The keys, the oldest first. */
  oldest(max: number): Promise<string[]>;
  /** Their bytes are gone. */
  forget(keys: readonly string[]): Promise<void>;
}
