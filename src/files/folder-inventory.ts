/** Lists everything that the folder of files holds, and removes what is asked. */
import { opendir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderEntry, FolderInventory } from '../engine/ports/file-inventory-port.ts';
import { Refusal } from '../protocol/refusals.ts';

/** `ID`, or `ID.6bytes.partial` while it is copied. */
const keptForm = /^([\w-]{16})(\.[0-9a-f]{12}\.partial)?$/;
/** `ID`, or `ID.json` with what the upload is. */
const uploadForm = /^([\w-]{16})(\.json)?$/;

const kinds = ['files', 'previews', 'avatars', 'exports', 'uploads'] as const;

export function createFolderInventory(folder: string): FolderInventory {
  return {
    entries: () => entries(folder),
    async missing(keys) {
      const found = await Promise.all(keys.map((key) => stat(join(folder, key)).catch(ignoreMissing)));
      return keys.filter((_, index) => !found[index]);
    },
    async remove(removed) {
      for (const { path } of removed) await rm(join(folder, path), { force: true }).catch(unavailable);
    },
  };
}

async function* entries(folder: string): AsyncIterable<FolderEntry> {
  for (const kind of kinds) {
    const names = await opendir(join(folder, kind)).catch(ignoreMissing);
    for await (const { name } of names ?? []) {
      const entry = await toEntry(folder, kind, name);
      if (entry) yield entry;
    }
  }
}

async function toEntry(folder: string, kind: FolderEntry['kind'], name: string): Promise<FolderEntry | null> {
  const [, id, ending] = (kind === 'uploads' ? uploadForm : keptForm).exec(name) ?? [];
  if (id === undefined) return null;
  const path = `${kind}/${name}`;
  const found = await stat(join(folder, path)).catch(ignoreMissing);
  if (!found?.isFile()) return null;
  const isKept = kind !== 'uploads' && ending === undefined;
  return { path, kind, id, isKept, size: found.size, changedAt: found.mtime };
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  return unavailable(error);
}

function unavailable(error: NodeJS.ErrnoException): never {
  throw new Refusal('unavailable', `The folder of files cannot be used (${error.code}).`, {}, error);
}
