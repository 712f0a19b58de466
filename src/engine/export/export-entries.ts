/** The entries of an export's archive, in their order. Each is made while it is written, so that memory stays bounded. */
import type { Readable } from 'node:stream';
import { Refusal } from '../../protocol/refusals.ts';
import { type HiddenPeers, toUser } from '../people/people.ts';
import { standingStatus } from '../people/stored-status.ts';
import type { AttachedFileStore } from '../ports/attached-file-port.ts';
import type { ExportedConversation, ExportStore } from '../ports/export-port.ts';
import { type FileBytes, fileKey } from '../ports/file-bytes-port.ts';
import type { FinishedFile } from '../ports/file-port.ts';
import type { UserRecord } from '../ports/user-port.ts';
import type { ArchiveEntry } from '../ports/zip-port.ts';
import { htmlEnd, htmlHead, htmlMessage, htmlPageLength, htmlPageName } from './export-html.ts';
import { conversationPath, filePath, roomPath } from './export-names.ts';
import { readme } from './export-readme.ts';
import { type ExportedPlace, type MessageSource, messagePages } from './exported-messages.ts';

/** Conversations, and files, that one query reads. */
const conversationsAtOnce = 100;
const filesAtOnce = 100;

export interface ExportSource extends MessageSource {
  user: UserRecord;
  /** Peers of blocked pairs, as the user is shown them. */
  hidden: HiddenPeers;
  at: Date;
  exports: Pick<ExportStore, 'conversations'>;
  attachedFiles: Pick<AttachedFileStore, 'list'>;
  bytes: Pick<FileBytes, 'read'>;
  /** The most bytes of files; those beyond it are left out. */
  filesMaxBytes: number;
}

interface Totals {
  conversations: number;
  files: number;
  fileBytes: number;
  leftOut: number;
}

export async function* exportEntries(source: ExportSource): AsyncGenerator<ArchiveEntry> {
  const totals: Totals = { conversations: 0, files: 0, fileBytes: 0, leftOut: 0 };
  const { username, displayName } = source.user;
  const status = standingStatus(source.user.status);
  const profile = { username, displayName, ...(status && { status }), exportedAt: source.at.toISOString() };
  yield textEntry(source, 'profile.json', `${JSON.stringify(profile, null, 2)}\n`);
  for await (const conversation of conversationsOf(source)) {
    totals.conversations += 1;
    yield jsonEntry(source, conversation);
    yield* htmlEntries(source, conversation);
    yield* fileEntries(source, conversation, totals);
  }
  yield textEntry(source, 'README.txt', readme({ ...totals, ...profile }));
}

export async function* conversationsOf({ exports, user }: Pick<ExportSource, 'exports' | 'user'>) {
  for (let after = ''; ; ) {
    const page = await exports.conversations(user.id, after, conversationsAtOnce);
    if (page.length === 0) return;
    yield* page;
    after = page.at(-1)?.id ?? '';
  }
}

const textEntry = ({ at }: ExportSource, path: string, text: string): ArchiveEntry => ({
  path,
  at,
  isCompressed: true,
  async *content() {
    yield text;
  },
});

const placeOf = ({ user }: ExportSource, { id, with: other }: ExportedConversation): ExportedPlace => ({
  id,
  me: user,
  peer: 'peer' in other ? other.peer : null,
});

/** Its folder, its title for readers, and for programs what `messages.json` begins with. */
function headOf({ hidden }: ExportSource, { id, with: other }: ExportedConversation) {
  if ('title' in other) {
    const { title } = other;
    return { folder: roomPath(id, title), title, json: `"room": ${JSON.stringify({ id, title })}` };
  }
  const { username } = other.peer;
  const { displayName } = toUser(other.peer, false, hidden);
  return {
    folder: conversationPath(username),
    title: `${displayName} (@${username})`,
    json: `"with": ${JSON.stringify({ username, displayName })}`,
  };
}

function jsonEntry(source: ExportSource, conversation: ExportedConversation): ArchiveEntry {
  const { lastSeq } = conversation;
  const { folder, json } = headOf(source, conversation);
  return {
    path: `${folder}/messages.json`,
    at: source.at,
    isCompressed: true,
    async *content() {
      yield `{${json},\n"messages": [`;
      let separator = '\n';
      for await (const page of messagePages(source, placeOf(source, conversation), {
        from: 1,
        to: lastSeq,
        withVersions: true,
      })) {
        if (page.length === 0) continue;
        yield separator + page.map((message) => JSON.stringify(message)).join(',\n');
        separator = ',\n';
      }
      yield '\n]}\n';
    },
  };
}

function* htmlEntries(source: ExportSource, conversation: ExportedConversation): Generator<ArchiveEntry> {
  const { lastSeq } = conversation;
  const count = Math.ceil(lastSeq / htmlPageLength);
  const { folder, title } = headOf(source, conversation);
  for (let number = 1; number <= count; number += 1) {
    const page = { number, count, title };
    const range = { from: (number - 1) * htmlPageLength + 1, to: Math.min(lastSeq, number * htmlPageLength) };
    yield {
      path: `${folder}/${htmlPageName(number)}`,
      at: source.at,
      isCompressed: true,
      async *content() {
        yield htmlHead(page);
        for await (const messages of messagePages(source, placeOf(source, conversation), range)) {
          yield messages.map(htmlMessage).join('');
        }
        yield htmlEnd(page);
      },
    };
  }
}

async function* fileEntries(
  source: ExportSource,
  { id: channelId }: ExportedConversation,
  totals: Totals,
): AsyncGenerator<ArchiveEntry> {
  for (let before: number | null = null; ; ) {
    const rows = await source.attachedFiles.list(channelId, { kind: null, before, limit: filesAtOnce });
    const isLast = rows.length < filesAtOnce;
    const lastSeq: number = rows.at(-1)?.seq ?? 0;
    // Further files of the last message may be on the next page, which begins with it.
    for (const { seq, sentAt, file } of rows) {
      if (isLast || seq !== lastSeq) yield* fileEntry(source, file, sentAt, totals);
    }
    if (isLast) return;
    before = lastSeq + 1;
  }
}

async function* fileEntry(
  source: ExportSource,
  { id, name, size }: FinishedFile,
  at: Date,
  totals: Totals,
): AsyncGenerator<ArchiveEntry> {
  const fits = totals.fileBytes + size <= source.filesMaxBytes;
  // Its message may have been deleted since its row was read.
  const bytes = fits ? await source.bytes.read(fileKey(id)).catch(ignoreMissing) : null;
  source.step(1);
  if (!bytes) {
    totals.leftOut += 1;
    return;
  }
  totals.files += 1;
  totals.fileBytes += size;
  try {
    yield { path: filePath(id, name), at, isCompressed: false, content: () => paced(source, bytes) };
  } finally {
    bytes.destroy();
  }
}

async function* paced({ pace }: ExportSource, bytes: Readable): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes as AsyncIterable<Buffer>) {
    yield piece;
    await pace.rest({ bytes: piece.length });
  }
}

function ignoreMissing(error: unknown): null {
  if (error instanceof Refusal && error.code === 'not_found') return null;
  throw error;
}
