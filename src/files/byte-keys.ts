/** Checks the keys of bytes: no key leads out of its store. */
import type { FileKey } from '../engine/ports/file-bytes-port.ts';

export const keyKinds = ['files', 'previews', 'avatars', 'exports'] as const;

/** `files/ID` */
const form = /^(?:files|previews|avatars|exports)\/[\w-]{16}$/;

export const isFileKey = (key: FileKey): boolean => form.test(key);

/** @throws Error for a defect of the caller. */
export function requireFileKey(key: FileKey): FileKey {
  if (!isFileKey(key)) throw new Error(`"${key}" is no key of a file.`);
  return key;
}
