/** Converts faults of a file system: a full disk, or a shared folder that is not there. A later try may succeed. */
import { Refusal } from '../protocol/refusals.ts';

export async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal || !isUnreadable(error)) throw error;
    throw unavailable(error);
  }
}

export const unavailable = (error: unknown) =>
  new Refusal('unavailable', 'Files cannot be stored or read right now. Try again.', {}, error as Error);

export const isUnreadable = (error: unknown) => typeof Object(error).syscall === 'string';

export const isMissing = (error: NodeJS.ErrnoException) => error.code === 'ENOENT';

export const ignoreMissing =
  <T>(instead: () => T) =>
  (error: NodeJS.ErrnoException): T => {
    if (isMissing(error)) return instead();
    throw error;
  };
