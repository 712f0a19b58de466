/** Hands bytes to an examiner as files of a folder. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFileExaminer } from '../../src/files/examiner/file-examiner.ts';
import { makeFolder } from '../support/temporary-folder.ts';

let root: string | undefined;

/** The bytes as an uploaded file, in a folder of its own. */
export function filesOf(bytes: Buffer | string): { path: string; folder: string } {
  root ??= makeFolder('examiner');
  const folder = mkdtempSync(join(root, 'examined-'));
  const path = join(folder, 'upload');
  writeFileSync(path, bytes);
  return { path, folder };
}

export function examinerOfTest(withinMs?: number) {
  const examiner = createFileExaminer(withinMs);
  return {
    examine: (bytes: Buffer | string, isPlain = false) => examiner.examine({ ...filesOf(bytes), isPlain }),
    makeAvatar: (bytes: Buffer | string) => examiner.makeAvatar(filesOf(bytes)),
    close: examiner.close,
  };
}
