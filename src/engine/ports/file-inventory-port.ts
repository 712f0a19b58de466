/** The rows and the bytes of all files, for the operator's comparison of the two. */
import type { FileKey } from './file-bytes-port.ts';
import type { FileId } from './file-port.ts';

export interface Amount {
  files: number;
  bytes: number;
}

/** The bytes are those of the rows: announced for an unfinished upload, of the served file for the others. */
export interface FileUsage {
  attached: Amount;
  unattached: Amount;
  /** The users with the most bytes, the largest first. */
  users: readonly (Amount & { username: string })[];
}

export interface FileRows {
  usage(users: number): Promise<FileUsage>;
  /** Whether the file of each id is finished; an id without a row has no entry. */
  states(ids: readonly FileId[]): Promise<Map<FileId, boolean>>;
  /** Those of the keys that wait to be removed. */
  removed(keys: readonly FileKey[]): Promise<Set<FileKey>>;
  /** The ids of all pictures that users have. */
  avatarIds(): Promise<Set<string>>;
  /** The ids of all exports. */
  exportIds(): Promise<Set<string>>;
  /** Pages of the keys that the rows of finished files, of users and of exports need. */
  needed(): AsyncIterable<readonly FileKey[]>;
  /** Those of the keys that a row still needs. */
  stillNeeded(keys: readonly FileKey[]): Promise<FileKey[]>;
}

/** Something in the folder of files that belongs to the file, preview, picture or export of an id. */
export interface FolderEntry {
  /** Below the folder, such as `files/ID`. */
  path: string;
  kind: 'files' | 'previews' | 'avatars' | 'exports' | 'uploads';
  id: string;
  /** The bytes have their final name; those of an upload or of a copy under way have not. */
  isKept: boolean;
  size: number;
  changedAt: Date;
}

/** @throws Refusal `unavailable` while the folder cannot be read or written */
export interface FolderInventory {
  /** Names of other forms are left out. */
  entries(): AsyncIterable<FolderEntry>;
  /** Those of the keys that have no bytes. */
  missing(keys: readonly FileKey[]): Promise<FileKey[]>;
  remove(entries: readonly FolderEntry[]): Promise<void>;
}
