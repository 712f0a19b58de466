/** Keeps the unfinished bytes of uploads in a folder. */

import { access, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { DataStore, ERRORS, type Upload } from '@tus/utils';
import { reachable } from './file-system-faults.ts';
import { levelled } from './level-writes.ts';
import { makeOnce, mustHaveFolder } from './reachable-folder.ts';

/** As long as the rows of unattached uploads live, in milliseconds. */
const lifeMs = 24 * 3_600_000;

export const openUploadFolder = (directory: string) => new UploadFolder(directory);

/** Every call throws a Refusal `unavailable` while the folder is away: an upload that cannot be read is not lost. */
class UploadFolder extends DataStore {
  readonly #directory: string;
  readonly #made: () => Promise<void>;
  #store: FileStore | null = null;

  constructor(directory: string) {
    super();
    this.#directory = directory;
    this.#made = makeOnce([directory]);
    // The row of an upload counts towards a quota before its first byte, so its length must be known.
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
  }

  override create(upload: Upload): Promise<Upload> {
    return this.#within(async (store) => {
      // The library would make the folder again.
      await access(this.#directory);
      return store.create(upload);
    });
  }

  override write(bytes: Readable, id: string, offset: number): Promise<number> {
    return this.#within((store) => store.write(levelled(bytes, join(this.#directory, id)), id, offset));
  }

  override getUpload(id: string): Promise<Upload> {
    return this.#within((store) =>
      store.getUpload(id).catch(async (error) => {
        if (error === ERRORS.FILE_NOT_FOUND || error === ERRORS.FILE_NO_LONGER_EXISTS) await this.#mustBeMissing(id);
        throw error;
      }),
    );
  }

  withLocal<T>({ id }: Upload, work: (path: string) => Promise<T>): Promise<T> {
    return work(join(this.#directory, id));
  }

  override remove(id: string): Promise<void> {
    return this.#within((store) => store.remove(id));
  }

  override deleteExpired(): Promise<number> {
    return this.#within((store) => store.deleteExpired());
  }

  override getExpiration(): number {
    return lifeMs;
  }

  /** The library ends the process where its folder cannot be made, so it begins once that is done. */
  #within<T>(work: (store: FileStore) => Promise<T>): Promise<T> {
    return reachable(async () => {
      await this.#made();
      this.#store ??= new ForgivingStore({ directory: this.#directory, expirationPeriodInMilliseconds: lifeMs });
      return work(this.#store);
    });
  }

  /** The library takes an upload that it cannot read for one that is not there. */
  async #mustBeMissing(id: string): Promise<void> {
    const path = join(this.#directory, `${id}.json`);
    await readFile(path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      await mustHaveFolder(path);
    });
  }
}

class ForgivingStore extends FileStore {
  /** Bytes that were moved away are no error. */
  override async remove(id: string): Promise<void> {
    await rm(join(this.directory, id), { force: true });
    await this.configstore.delete(id).catch(ignoreMissing);
  }

  /** The library skips an upload whose information it cannot read, and one without bytes: they would stay for ever. */
  override async deleteExpired(): Promise<number> {
    const ids = new Set((await readdir(this.directory)).map((name) => name.replace(/\.json$/, '')));
    const faults: unknown[] = [];
    let removed = 0;
    for (const id of ids) {
      try {
        if (!(await this.#isExpired(id))) continue;
        await this.remove(id);
        removed += 1;
      } catch (error) {
        faults.push(error);
      }
    }
    if (faults.length > 0) throw faults[0];
    return removed;
  }

  /** A node may have been lost while it wrote the information: then the time of the files decides. */
  async #isExpired(id: string): Promise<boolean> {
    const path = join(this.directory, id);
    const found = await Promise.all([path, `${path}.json`].map((file) => stat(file).catch(ignoreMissing)));
    const files = found.filter((file) => file !== undefined);
    if (files.length === 0 || !files.every((file) => file.isFile())) return false;
    const changedAt = Math.max(...files.map(({ mtimeMs }) => mtimeMs));
    const info: unknown = await this.configstore.get(id);
    const createdAt = Date.parse(`${Object(info).creation_date}`);
    return Date.now() - (createdAt || changedAt) > lifeMs;
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
