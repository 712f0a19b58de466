/** Makes the archive of one export as a local file. */
import type { Usernames } from '../people/known-usernames.ts';
import type { People } from '../people/people.ts';
import type { AttachedFileStore } from '../ports/attached-file-port.ts';
import type { ChangeStore } from '../ports/change-port.ts';
import type { ExportStore, ExportTry } from '../ports/export-port.ts';
import type { FileBytes } from '../ports/file-bytes-port.ts';
import type { MessageStore } from '../ports/message-port.ts';
import type { ArchiveWriter } from '../ports/zip-port.ts';
import { conversationsOf, exportEntries } from './export-entries.ts';
import { createExportPace } from './export-pace.ts';

export interface MakerParts {
  exports: ExportStore;
  messages: Pick<MessageStore, 'range'>;
  changes: Pick<ChangeStore, 'versions'>;
  attachedFiles: Pick<AttachedFileStore, 'list'>;
  people: Pick<People, 'account' | 'blockedPeers'>;
  usernames: Usernames;
  bytes: FileBytes;
  writeArchive: ArchiveWriter;
  /** The most bytes of the files in one archive. */
  filesMaxBytes: number;
}

/** The column of steps holds no more. */
const stepsMax = 2 ** 31 - 1;

interface Work {
  path: string;
  /** Changes while the work goes on. */
  steps: { done: number; total: number };
  signal: AbortSignal;
}

/** @returns the size of the archive in bytes */
export async function makeExport(
  parts: MakerParts,
  { userId, startedAt }: ExportTry,
  { path, steps, signal }: Work,
): Promise<number> {
  const { writeArchive, people } = parts;
  const user = await people.account(userId);
  const pace = createExportPace(signal);
  for await (const { id, lastSeq } of conversationsOf({ ...parts, user })) {
    // Each message is written for programs and for readers.
    steps.total = Math.min(stepsMax, steps.total + 2 * lastSeq + (await parts.exports.countFiles(id)));
    await pace.rest({ messages: 1 });
  }
  const step = (count: number) => {
    steps.done = Math.min(steps.total, steps.done + count);
  };
  const hidden = await people.blockedPeers(userId);
  const source = { ...parts, user, hidden, at: startedAt, pace, step };
  return writeArchive(path, exportEntries(source), signal);
}
