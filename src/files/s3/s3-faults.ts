/** Converts faults of an S3-compatible store. */
import { isUnreadable, unavailable } from '../file-system-faults.ts';

/** The object, or the upload in parts, is not there. A bucket that is not there is a fault of the store. */
export const isAbsent = (error: unknown): boolean =>
  ['NoSuchKey', 'NoSuchUpload', 'NotFound'].includes(String(Object(error).name));

/** @throws Refusal `unavailable` for a fault of the store or of a local file; other errors pass. */
export async function fromStore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isOfStore(error) || isUnreadable(error) ? unavailable(error) : error;
  }
}

/** The library adds `$metadata` to every error of a call, also where no answer came; a stream that breaks off has a code. */
const isOfStore = (error: unknown): boolean => {
  const { $metadata, code, name } = Object(error);
  return $metadata !== undefined || /^E[A-Z]+$/.test(String(code)) || name === 'TimeoutError';
};
