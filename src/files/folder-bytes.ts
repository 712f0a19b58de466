/** Keeps the bytes of files in a folder, which nodes may share. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, copyFile, link, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange, FileBytes, FileKey, StoredBytes } from '../engine/ports/file-bytes-port.ts';
import { Refusal } from '../protocol/refusals.ts';
import { isFileKey, keyKinds, requireFileKey } from './byte-keys.ts';
import { ignoreMissing, isMissing, reachable } from './file-system-faults.ts';
import { makeOnce, mustHaveFolder } from './reachable-folder.ts';
import { withWorkFolder } from './work-folders.ts';

/** Bytes that are being copied; `list` does not name them. */
const partial = '.partial';

export function createFolderBytes(folder: string): FileBytes {
  const pathOf = (key: FileKey) => join(folder, requireFileKey(key));
  const workFolder = join(folder, 'work');
  const homes = keyKinds.map((kind) => join(folder, kind));
  const made = makeOnce([...homes, workFolder]);
  const inStore = <T>(work: () => Promise<T>) => reachable(() => made().then(work));
  return {
    read: (key, range) => inStore(() => openToRead(pathOf(key), range)),
    keep: (key, path) => inStore(() => keep(pathOf(key), path)),
    remove: (keys) =>
      inStore(async () => {
        for (const key of keys) await removeOne(pathOf(key));
      }),
    // Beside the bytes, so that a file is moved and not copied.
    withFolder: (work) => inStore(() => withWorkFolder(workFolder, work)),
    list: () => list(folder),
    check: () => inStore(() => check([...homes, workFolder])),
  };
}

/** The stream keeps the file open: a removal meanwhile does not cut it. */
async function openToRead(path: string, range?: ByteRange): Promise<Readable> {
  const file = await open(path, 'r').catch(async (error) => {
    if (!isMissing(error)) throw error;
    await mustHaveFolder(path);
    throw new Refusal('not_found', 'There is no such file.');
  });
  const bounds = range ? { start: range.first, end: range.last } : {};
  return createReadStream('', { fd: file, ...bounds });
}

/** A file has its name only once its bytes are on the disk. */
async function keep(target: string, path: string): Promise<void> {
  const home = dirname(target);
  const unnamed = `${target}.${randomBytes(6).toString('hex')}${partial}`;
  // The local file stays until the row says that the bytes are kept. Not every file system has links.
  await link(path, unnamed).catch(() => copyFile(path, unnamed));
  await sync(unnamed);
  await rename(unnamed, target);
  await sync(home);
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Bytes of a folder that is away stay to be removed. */
async function removeOne(path: string): Promise<void> {
  await rm(path).catch(async (error) => {
    if (!isMissing(error)) throw error;
    await mustHaveFolder(path);
  });
}

async function check(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await access(folder, constants.R_OK | constants.W_OK);
}

async function* list(folder: string): AsyncIterable<StoredBytes> {
  for (const kind of keyKinds) {
    const names = await readdir(join(folder, kind)).catch(ignoreMissing(() => []));
    for (const name of names) {
      const found = await stat(join(folder, kind, name)).catch(ignoreMissing(() => null));
      const key = `${kind}/${name}`;
      if (found && isFileKey(key)) yield { key, size: found.size, changedAt: found.mtime };
    }
  }
}
