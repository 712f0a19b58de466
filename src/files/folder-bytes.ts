/** Keeps the bytes of files in a folder, which nodes may share. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange, FileBytes, FileKey, StoredBytes } from '../engine/ports/file-bytes-port.ts';
import { Refusal } from '../protocol/refusals.ts';
import { isFileKey, keyKinds, requireFileKey } from './byte-keys.ts';
import { ignoreMissing, isMissing, reachable } from './file-system-faults.ts';
import { withWorkFolder } from './work-folders.ts';

/** Bytes that are being copied; `list` does not name them. */
const partial = '.partial';

export function createFolderBytes(folder: string): FileBytes {
  const pathOf = (key: FileKey) => join(folder, requireFileKey(key));
  return {
    read: (key, range) => reachable(() => openToRead(pathOf(key), range)),
    keep: (key, path) => reachable(() => keep(pathOf(key), path)),
    remove: (keys) =>
      reachable(async () => {
        for (const key of keys) await rm(pathOf(key), { force: true });
      }),
    // Beside the bytes, so that a file is moved and not copied.
    withFolder: (work) => withWorkFolder(join(folder, 'work'), work),
    list: () => list(folder),
    check: () => reachable(() => check(folder)),
  };
}

/** The stream keeps the file open: a removal meanwhile does not cut it. */
async function openToRead(path: string, range?: ByteRange): Promise<Readable> {
  const file = await open(path, 'r').catch((error) => {
    throw isMissing(error) ? new Refusal('not_found', 'There is no such file.') : error;
  });
  const bounds = range ? { start: range.first, end: range.last } : {};
  return createReadStream('', { fd: file, ...bounds });
}

/** A file has its name only once its bytes are on the disk. */
async function keep(target: string, path: string): Promise<void> {
  const home = dirname(target);
  await mkdir(home, { recursive: true });
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

async function check(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await access(folder, constants.R_OK | constants.W_OK);
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
