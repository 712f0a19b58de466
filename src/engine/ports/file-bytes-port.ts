/** The store of bytes. Rows of the database say what the bytes mean. */
import type { Readable } from 'node:stream';

/** Letters, digits, `-`, `_` and `/`; at most 64 characters. */
export type FileKey = string;

/** Both ends belong to the range. */
export interface ByteRange {
  first: number;
  last: number;
}

export interface StoredBytes {
  key: FileKey;
  size: number;
  changedAt: Date;
}

/** The keys of the bytes of a finished file, of its preview, of the picture of a user, and of an export. */
export const fileKey = (id: string): FileKey => `files/${id}`;
export const previewKey = (id: string): FileKey => `previews/${id}`;
export const avatarKey = (id: string): FileKey => `avatars/${id}`;
export const exportKey = (id: string): FileKey => `exports/${id}`;

/** @throws Refusal `unavailable` from every call while the store cannot be reached. */
export interface FileBytes {
  /** @throws Refusal `not_found` when there are no such bytes; before the stream is answered. */
  read(key: FileKey, range?: ByteRange): Promise<Readable>;
  /** Stores the bytes of a local file, whole or not at all. The local file stays, and must not change any more. A repeat replaces. */
  keep(key: FileKey, path: string): Promise<void>;
  /** Bytes that do not exist are no error. */
  remove(keys: readonly FileKey[]): Promise<void>;
  /** Runs the work with an empty local folder, which is removed afterwards. */
  withFolder<T>(work: (path: string) => Promise<T>): Promise<T>;
  /** All bytes of finished files, previews, pictures and exports, in no order. */
  list(): AsyncIterable<StoredBytes>;
  /** Settles when the store can be used. */
  check(): Promise<void>;
}
