/** Writes archives to local files. */

export interface ArchiveEntry {
  /** Relative, with `/` between folders. */
  path: string;
  at: Date;
  /** False for bytes that compression makes no smaller. */
  isCompressed: boolean;
  /** Called once, when the entries before it are written. Bytes that it throws for end the archive. */
  content(): AsyncIterable<string | Uint8Array>;
}

/**
 * Writes one entry after the other, as fast as the disk takes them.
 * @param path - of a file that does not exist yet.
 * @param signal - ends the work.
 * @returns the size in bytes
 */
export type ArchiveWriter = (
  path: string,
  entries: AsyncIterable<ArchiveEntry>,
  signal: AbortSignal,
) => Promise<number>;
