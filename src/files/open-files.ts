/** Opens the adapters of files: the folder of their bytes, and the examiner. */
import { join } from 'node:path';
import { createFileExaminer } from './examiner/file-examiner.ts';
import { createFolderBytes } from './folder-bytes.ts';
import { openUploadFolder } from './upload-folder.ts';

/** @param folder - null where files are off: then there are no adapters. */
export function openFiles<B>(folder: string | null, fileBounds: B) {
  if (folder === null) return null;
  const examiner = createFileExaminer();
  return { fileBytes: createFolderBytes(folder), examiner, fileBounds, closeExaminer: examiner.close };
}

/** @param folder - null where files are off: then there are no uploads. */
export function openUploads(folder: string | null, fileMaxBytes: number, onDefect: (error: unknown) => void) {
  return folder === null ? null : { store: openUploadFolder(join(folder, 'uploads')), fileMaxBytes, onDefect };
}
