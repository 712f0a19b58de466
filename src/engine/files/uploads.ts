/** Uploads: files of their owner alone, until a message takes them or they expire. */
import { Refusal } from '../../protocol/refusals.ts';
import { type FileBytes, fileKey, previewKey } from '../ports/file-bytes-port.ts';
import type { Examined, FileExaminer } from '../ports/file-examiner-port.ts';
import type { FileObserver } from '../ports/file-observer-port.ts';
import type { FileDetails, FileId } from '../ports/file-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { NewUpload, RemovedFiles, Upload, UploadBounds, UploadStore } from '../ports/upload-port.ts';
import { UploadRefusal } from '../ports/upload-refusal.ts';
import { createByteRemover } from './byte-remover.ts';
import { cleanFileName } from './file-name.ts';
import { observeCreation, observeExamination } from './observed-uploads.ts';

/** An upload that no message takes ends after this time, in milliseconds: the contract says 24 hours. */
const lifeMs = 24 * 3_600_000;

/** A node that dies while it writes an upload holds the turn this long, in milliseconds; the writer prolongs it before. */
const turnMs = 10_000;

/** How often uploads that have expired, and bytes that are not needed, are removed, in milliseconds. */
export const fileCleaningMs = 60_000;

/** Rows that one cleaning takes at a time. */
const atOnce = 100;

/** Unfinished uploads of one user. */
const unfinishedMax = 20;

/** The bounds that the operator sets, in bytes: of one file, of all files of one user, and of all files. */
export interface FileBounds extends Omit<UploadBounds, 'unfinishedMax'> {
  fileMaxBytes: number;
}

export interface UploadParts {
  uploads: UploadStore;
  removedFiles: RemovedFiles;
  bytes: FileBytes;
  examiner: FileExaminer;
  bounds: FileBounds;
  observer?: FileObserver | null;
}

export interface Uploads {
  /** @throws Refusal `payload_too_large`; `conflict` when a bound of the user or of the installation would be passed */
  create(caller: Caller, upload: Omit<NewUpload, 'ownerId'>): Promise<Upload>;
  /** @throws Refusal `not_found` also for the upload of another user, and for a file of a message */
  own(caller: Caller, id: FileId): Promise<Upload>;
  /** Takes or prolongs the turn to write the bytes, for `turnMs`. False while another writer has it. */
  takeTurn(id: FileId, writer: string): Promise<boolean>;
  endTurn(id: FileId, writer: string): Promise<void>;
  /**
   * Examines and keeps the bytes of a complete upload; repeatable. Bytes that are refused end the upload.
   * @param path - a local file; it stays.
   * @throws Refusal as `own` and `FileExaminer.examine`
   */
  finish(caller: Caller, id: FileId, path: string): Promise<Upload>;
  /** @throws Refusal as `own` */
  remove(caller: Caller, id: FileId): Promise<void>;
  /** Runs the work with an empty folder beside the bytes, which is removed afterwards. */
  withFolder: FileBytes['withFolder'];
  /** Starts to remove the bytes that no row needs, such as those of a message that was just deleted. */
  nudgeRemover(): void;
  /** Removes expired uploads and the bytes that no row needs, and reports what files take. */
  clean(): Promise<void>;
}

export function createUploads(parts: UploadParts): Uploads {
  const { uploads } = parts;
  const remover = createByteRemover(parts.removedFiles, parts.bytes);
  return {
    create: (caller, upload) => observeCreation(parts.observer ?? null, create(parts, caller, upload)),
    own: (caller, id) => own(uploads, caller, id),
    takeTurn: (id, writer) => uploads.takeTurn(id, writer, turnMs),
    endTurn: uploads.endTurn,
    withFolder: parts.bytes.withFolder,
    async finish(caller, id, path) {
      const upload = await own(uploads, caller, id);
      if (upload.isFinished) return upload;
      await finish(parts, upload, path);
      return own(uploads, caller, id);
    },
    async remove(caller, id) {
      await own(uploads, caller, id);
      if (!(await uploads.remove(id))) throw noUpload();
      remover.nudge();
    },
    nudgeRemover: remover.nudge,
    async clean() {
      while ((await uploads.removeExpired(atOnce)) === atOnce);
      await remover.run();
      if (parts.observer) parts.observer.onSample(await uploads.usage());
    },
  };
}

async function own(uploads: UploadStore, { id: callerId }: Caller, id: FileId): Promise<Upload> {
  const upload = await uploads.find(id);
  if (!upload || upload.ownerId !== callerId || upload.isAttached) throw noUpload();
  return upload;
}

async function create(
  { uploads, bounds }: UploadParts,
  caller: Caller,
  { name, size, ...rest }: Omit<NewUpload, 'ownerId'>,
) {
  if (size > bounds.fileMaxBytes) throw tooLarge(bounds.fileMaxBytes);
  const upload = { ...rest, ownerId: caller.id, name: cleanFileName(name), size };
  return uploads.create(upload, { ...bounds, unfinishedMax }, lifeMs);
}

async function finish(
  { uploads, bytes, examiner, observer = null }: UploadParts,
  upload: Upload,
  path: string,
): Promise<void> {
  const { id, isPlain, hints } = upload;
  await bytes.withFolder(async (folder) => {
    const examination = observeExamination(observer, examiner, { path, folder, isPlain });
    const examined = await examination.catch((error) => endRefused(uploads, id, error));
    await keep(bytes, id, examined);
    const { type, kind, size, details, previewPath } = examined;
    const facts = { type, kind, size, details: withHints(details, kind, hints), hasPreview: previewPath !== null };
    const isFinished = await uploads.finish(id, facts);
    if (isFinished) observer?.onReceived(size);
    // It may have been removed meanwhile.
    if (!isFinished && !(await uploads.find(id))) await bytes.remove([fileKey(id), previewKey(id)]);
  });
}

async function keep(bytes: FileBytes, id: FileId, { path, previewPath }: Examined): Promise<void> {
  // The file comes last: a finished file has its preview.
  if (previewPath !== null) await bytes.keep(previewKey(id), previewPath);
  await bytes.keep(fileKey(id), path);
}

async function endRefused(uploads: UploadStore, id: FileId, error: unknown): Promise<never> {
  if (error instanceof Refusal && error.code === 'invalid_input') await uploads.remove(id);
  throw error;
}

function withHints(
  details: FileDetails,
  kind: Examined['kind'],
  { durationMs, waveform }: Upload['hints'],
): FileDetails {
  if (kind !== 'audio' && kind !== 'video') return details;
  return { ...(durationMs === undefined ? {} : { durationMs }), ...(waveform ? { waveform } : {}), ...details };
}

const mebibyte = 1_048_576;

const noUpload = () => new Refusal('not_found', 'There is no such upload.');

const tooLarge = (max: number) =>
  new UploadRefusal('size', 'payload_too_large', `A file may have at most ${Math.floor(max / mebibyte)} MiB.`);
