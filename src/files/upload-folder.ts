/** Keeps the unfinished bytes of uploads in a folder. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import type { Upload } from '@tus/utils';

/** As long as the rows of unattached uploads live, in milliseconds. */
const lifeMs = 24 * 3_600_000;

export const openUploadFolder = (directory: string) => new UploadFolder(directory);

class UploadFolder extends FileStore {
  constructor(directory: string) {
    super({ directory, expirationPeriodInMilliseconds: lifeMs });
    // The row of an upload counts towards a quota before its first byte, so its length must be known.
    this.extensions = this.extensions.filter((extension) => extension !== 'creation-defer-length');
  }

  withLocal<T>({ id }: Upload, work: (path: string) => Promise<T>): Promise<T> {
    return work(join(this.directory, id));
  }

  /** Bytes that were moved away are no error. */
  override async remove(id: string): Promise<void> {
    await rm(join(this.directory, id), { force: true });
    await this.configstore.delete(id).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}
