/** Keeps the bytes of files in a folder, which nodes may share. */
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange, FileBytes, FileKey, StoredBytes } from '../engine/ports/file-bytes-port.ts';
import { Refusal } from '../protocol/refusals.ts';

const kinds = ['files', 'previews', 'avatars'];
/** `files/ID`: no key leads out of the folder. */
const form = /^(?:files|previews|avatars)\/[\w-]{16}$/;
/** Bytes that are being copied; `list` does not name them. */
const partial = '.partial';

/** No work takes so long. In milliseconds. */
const abandonedMs = 24 * 3_600_000;

export function createFolderBytes(folder: string): FileBytes {
  const pathOf = (key: FileKey): string => {
    if (!form.test(key)) throw new Error(`"${key}" is no key of a file.`);
    return join(folder, key);
  };
  return {
    read: (key, range) => reachable(() => openToRead(pathOf(key), range)),
    keep: (key, path) => reachable(() => keep(pathOf(key), path)),
    remove: (keys) =>
      reachable(async () => {
        for (const key of keys) await rm(pathOf(key), { force: true });
      }),
    withFolder: (work) => withFolder(join(folder, 'work'), work),
    list: () => list(folder),
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

/** Beside the bytes, so that a file is moved and not copied. The next work removes the folders that a killed process left. */
async function withFolder<T>(parent: string, work: (path: string) => Promise<T>): Promise<T> {
  const path = await reachable(async () => {
    await mkdir(parent, { recursive: true });
    await removeAbandoned(parent);
    return mkdtemp(join(parent, 'of-'));
  });
  try {
    return await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    const found = await stat(path).catch(ignoreMissing(() => null));
    if (found && Date.now() - found.mtimeMs > abandonedMs) await rm(path, { recursive: true, force: true });
  }
}

async function* list(folder: string): AsyncIterable<StoredBytes> {
  for (const kind of kinds) {
    const names = await readdir(join(folder, kind)).catch(ignoreMissing(() => []));
    for (const name of names) {
      const found = await stat(join(folder, kind, name)).catch(ignoreMissing(() => null));
      const key = `${kind}/${name}`;
      if (found && form.test(key)) yield { key, size: found.size, changedAt: found.mtime };
    }
  }
}

const isMissing = (error: NodeJS.ErrnoException) => error.code === 'ENOENT';

const ignoreMissing =
  <T>(instead: () => T) =>
  (error: NodeJS.ErrnoException): T => {
    if (isMissing(error)) return instead();
    throw error;
  };

/** A full disk, or a shared folder that is not there: a later try may succeed. */
async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal || !isOfFileSystem(error)) throw error;
    throw new Refusal('unavailable', 'Files cannot be stored or read right now. Try again.', {}, error as Error);
  }
}

const isOfFileSystem = (error: unknown) => typeof Object(error).syscall === 'string';
