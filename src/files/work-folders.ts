/** Local folders for bytes that are being examined. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ignoreMissing, reachable } from './file-system-faults.ts';

/** No work takes so long. In milliseconds. */
const abandonedMs = 24 * 3_600_000;

const prefix = 'duologue-of-';

/** @param parent - exists. The next work removes the folders that a killed process left. */
export async function withWorkFolder<T>(parent: string, work: (path: string) => Promise<T>): Promise<T> {
  const path = await reachable(async () => {
    await removeAbandoned(parent);
    return mkdtemp(join(parent, prefix));
  });
  try {
    return await work(path);
  } finally {
    // Where the parent is away now, a later work removes it.
    await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  const names = await readdir(parent);
  for (const path of names.filter((name) => name.startsWith(prefix)).map((name) => join(parent, name))) {
    const found = await stat(path).catch(ignoreMissing(() => null));
    // Others may own it, where the parent is the folder of temporary files.
    if (found && Date.now() - found.mtimeMs > abandonedMs)
      await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}
