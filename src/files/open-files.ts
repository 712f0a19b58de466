/** Opens the adapters of files: the store of their bytes, and the examiner. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Place } from '../policy/s3-address.ts';
import { createFileExaminer } from './examiner/file-examiner.ts';
import { createFolderBytes } from './folder-bytes.ts';
import { openUploadFolder } from './upload-folder.ts';
import { writeZip } from './zip-archive.ts';

interface FileParts<B> {
  fileBounds: B;
  onDefect(error: unknown): void;
}

/** @param place - null where files are off: then there are no adapters. */
export async function openFiles<B extends { fileMaxBytes: number }>(
  place: { folder: string } | { s3: S3Place } | null,
  { fileBounds, onDefect }: FileParts<B>,
) {
  if (place === null) return none;
  const { bytes, uploads, close } = 's3' in place ? await openS3(place.s3) : openFolder(place.folder);
  const examiner = createFileExaminer();
  const closeFiles = async () => {
    close();
    await examiner.close();
  };
  const uploadParts = { store: uploads, fileMaxBytes: fileBounds.fileMaxBytes, onDefect };
  return {
    fileBytes: bytes,
    writeArchive: writeZip,
    examiner,
    fileBounds,
    closeFiles,
    routes: { uploadParts, checkFiles: bytes.check },
  };
}

const none = {
  fileBytes: null,
  writeArchive: null,
  examiner: null,
  fileBounds: null,
  closeFiles: async () => {},
  routes: { uploadParts: null, checkFiles: null },
};

function openFolder(folder: string) {
  return { bytes: createFolderBytes(folder), uploads: openUploadFolder(join(folder, 'uploads')), close: () => {} };
}

/** The library takes longer to load than the rest of a node: only this place needs it. */
async function openS3(place: S3Place) {
  const [{ createS3Bytes }, { openS3Uploads }] = await Promise.all([
    import('./s3/s3-bytes.ts'),
    import('./s3/s3-uploads.ts'),
  ]);
  const bytes = createS3Bytes(place, tmpdir());
  const uploads = openS3Uploads(place, bytes.withFolder);
  const close = () => {
    bytes.close();
    uploads.close();
  };
  return { bytes, uploads, close };
}
