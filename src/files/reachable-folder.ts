/** Tells a file that is missing from a folder that is away. */
import { access, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes folders once. Where a shared folder is away later, the empty place of its mount must take no bytes.
 * @returns a function that settles when they have been made
 */
export function makeOnce(folders: readonly string[]): () => Promise<void> {
  let made: Promise<unknown> | null = null;
  return async () => {
    made ??= Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
    await made.catch((error) => {
      made = null;
      throw error;
    });
  };
}

/**
 * To be called after a file was not found.
 * @throws the error of the file system when its folder is not there either
 */
export const mustHaveFolder = (path: string): Promise<void> => access(dirname(path));
