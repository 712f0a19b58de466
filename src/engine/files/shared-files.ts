/** Files of a conversation: reads their bytes for the two members, and lists them. */
import type { Readable } from 'node:stream';
import type { FileListQuery, FilePage } from '../../protocol/file-shapes.ts';
import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { ConversationGate } from '../conversations/conversation-gate.ts';
import type { ConversationName } from '../conversations/conversation-name.ts';
import { fitPage } from '../conversations/page-bytes.ts';
import type { AttachedFileStore } from '../ports/attached-file-port.ts';
import { type ByteRange, type FileBytes, fileKey, previewKey } from '../ports/file-bytes-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import { toWireFile } from './wire-file.ts';

/** The bytes of a file, ready to be read. */
export interface ReadableFile {
  /** Another one for other bytes. */
  tag: string;
  name: string;
  type: string;
  /** The page may show it: an image, a sound or a film that every browser knows. */
  isShown: boolean;
  /** Null where it is not known: of a preview. */
  size: number | null;
  read(range?: ByteRange): Promise<Readable>;
}

export interface SharedFiles {
  /**
   * A file of a message of this conversation, or its preview.
   * @throws Refusal `not_found` also for a file of others, and for one that belongs to no message
   */
  open(caller: Caller, name: ConversationName, id: string, isPreview: boolean): Promise<ReadableFile>;
  /** Files of a conversation, newest first; a page ends with a whole message. */
  list(caller: Caller, name: ConversationName, query: FileListQuery): Promise<FilePage>;
}

/** The form of an id; comparing other texts with the column could match too much, or fail. */
const possibleId = /^[\w-]{16}$/;

/** @param bytes - null where files are off. */
export function createSharedFiles(
  gate: ConversationGate,
  store: AttachedFileStore,
  bytes: FileBytes | null,
): SharedFiles {
  return {
    async open(caller, name, id, isPreview) {
      const { channelId, isOpen } = await gate.find(caller, name);
      const file = isOpen && possibleId.test(id) ? await store.find(channelId, id) : null;
      if (!file || !bytes || (isPreview && !file.hasPreview)) throw noFile();
      const { name: fileName, type, kind, size } = file;
      if (!isPreview) {
        const read = (range?: ByteRange) => bytes.read(fileKey(id), range);
        return { tag: id, name: fileName, type, isShown: kind !== 'file', size, read };
      }
      const read = () => bytes.read(previewKey(id));
      return { tag: `${id}-preview`, name: `${fileName}.webp`, type: 'image/webp', isShown: true, size: null, read };
    },

    async list(caller, name, { kind = null, before = null, limit = limits.pageDefault }) {
      const { channelId, nameOf } = await gate.find(caller, name);
      // So many more that the last message of the page is whole, and that a further one is noticed.
      const rows = await store.list(channelId, { kind, before, limit: limit + limits.filesPerMessage });
      const page = wholeMessages(rows, limit);
      const files = page
        .sort((a, b) => b.seq - a.seq || a.place - b.place)
        .map((row) => ({
          seq: row.seq,
          from: nameOf(row.senderId),
          sentAt: row.sentAt.toISOString(),
          file: toWireFile(row.file),
        }));
      const fitting = wholeMessages(files, fitPage(files).length);
      return { files: fitting, hasMore: rows.length > fitting.length };
    },
  };
}

/** At least so many, up to the last file of a message. */
function wholeMessages<T extends { seq: number }>(rows: readonly T[], atLeast: number): T[] {
  const last = rows[atLeast - 1];
  const end = last ? rows.findLastIndex(({ seq }) => seq === last.seq) + 1 : rows.length;
  return rows.slice(0, end);
}

const noFile = () => new Refusal('not_found', 'There is no such file in this conversation.');
