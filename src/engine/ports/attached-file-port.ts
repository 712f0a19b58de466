/** The store of files that belong to messages. */
import type { FileKind } from '../../protocol/shapes.ts';
import type { FileId, FinishedFile } from './file-port.ts';
import type { ConversationId, UserId } from './identifiers.ts';

export interface AttachedFile extends FinishedFile {
  /** A smaller image of it is kept under `previewKey`. */
  hasPreview: boolean;
}

/** A file with the place of its message. */
export interface ListedFile {
  seq: number;
  senderId: UserId;
  sentAt: Date;
  file: FinishedFile;
}

export interface AttachedFileQuery {
  /** Null for files of every kind. */
  kind: FileKind | null;
  /** Only files of messages before this seq; null for all. */
  before: number | null;
  limit: number;
}

export interface AttachedFileStore {
  /** Null for a file of another conversation, and for one that belongs to no message. */
  find(channelId: ConversationId, id: FileId): Promise<AttachedFile | null>;
  /** Files of a conversation by message, newest first; those of one message in no order. At most `limit`. */
  list(channelId: ConversationId, query: AttachedFileQuery): Promise<(ListedFile & { place: number })[]>;
}
