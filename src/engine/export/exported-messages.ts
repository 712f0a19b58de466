/** Reads the messages of a conversation for an export, page by page, as its owner sees them. */
import type { File, Message } from '../../protocol/shapes.ts';
import { type Named, type Naming, pairNaming, toMessage, usersIn } from '../conversations/wire-message.ts';
import type { Usernames } from '../people/known-usernames.ts';
import type { ChangeStore } from '../ports/change-port.ts';
import type { ConversationId } from '../ports/identifiers.ts';
import type { MessageStore, StoredMessage } from '../ports/message-port.ts';
import { filePath } from './export-names.ts';
import type { ExportPace } from './export-pace.ts';

/** Messages of one page: few, so that turning them into text takes a short turn. */
const pageLength = 100;

export interface ExportedMessage extends Pick<Message, 'seq' | 'from' | 'sentAt' | 'body'> {
  rev: number;
  editedAt?: string;
  deletedAt?: string;
  replyTo?: { seq: number; from: string; excerpt: string };
  reactions?: Message['reactions'];
  pinned?: Message['pinned'];
  /** Earlier bodies of an own message, the oldest first, and the present one. */
  versions?: { body: string; at: string }[];
  files?: (Pick<File, 'id' | 'name' | 'type' | 'size'> & { path: string })[];
}

export interface MessageSource {
  messages: Pick<MessageStore, 'range'>;
  changes: Pick<ChangeStore, 'versions'>;
  usernames: Usernames;
  pace: ExportPace;
  /** Counts steps of the work. */
  step(count: number): void;
}

export interface ExportedPlace {
  id: ConversationId;
  me: Named;
  /** Null in a room. */
  peer: Named | null;
}

/** The messages with `from` <= seq <= `to`. @param withVersions - costs a query for each own edited message. */
export async function* messagePages(
  source: MessageSource,
  place: ExportedPlace,
  { from, to, withVersions = false }: { from: number; to: number; withVersions?: boolean },
): AsyncGenerator<ExportedMessage[]> {
  for (let first = from; first <= to; first += pageLength) {
    const last = Math.min(to, first + pageLength - 1);
    const page: ExportedMessage[] = [];
    const rows = await source.messages.range(place.id, first, last);
    const naming = await namingOf(source, place, rows);
    for (const row of rows) {
      const message = asExported(row, naming);
      const hasVersions = withVersions && row.senderId === place.me.id && message.editedAt && !message.deletedAt;
      page.push(hasVersions ? await withOwnVersions(source, place.id, message) : message);
    }
    source.step(last - first + 1);
    await source.pace.rest({ messages: last - first + 1 });
    yield page;
  }
}

async function namingOf(
  { usernames }: MessageSource,
  { me, peer }: ExportedPlace,
  rows: readonly StoredMessage[],
): Promise<Naming> {
  if (peer) return pairNaming(me, peer);
  await usernames.learn(usersIn(rows));
  return { nameOf: usernames.nameOf, addresseeOf: () => null };
}

function asExported(row: StoredMessage, naming: Naming): ExportedMessage {
  const {
    seq,
    rev = 0,
    from,
    sentAt,
    body,
    editedAt,
    deletedAt,
    replyTo,
    reactions,
    pinned,
    files,
  } = toMessage(row, naming);
  return {
    seq,
    rev,
    from,
    sentAt,
    body,
    ...(editedAt && { editedAt }),
    ...(deletedAt && { deletedAt }),
    ...(replyTo && { replyTo: { seq: replyTo.seq, from: replyTo.from, excerpt: replyTo.excerpt } }),
    ...(reactions && { reactions }),
    ...(pinned && { pinned }),
    ...(files && { files: files.map(asExportedFile) }),
  };
}

const asExportedFile = ({ id, name, type, size }: File) => ({ id, name, type, size, path: filePath(id, name) });

async function withOwnVersions({ changes, pace }: MessageSource, id: ConversationId, message: ExportedMessage) {
  const versions = await changes.versions(id, message.seq);
  await pace.rest({ messages: 1 });
  return { ...message, versions: (versions ?? []).map(({ body, at }) => ({ body, at: at.toISOString() })) };
}
