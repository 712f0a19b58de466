/** Finds and lists the files that belong to messages. */
import type { AttachedFileQuery, AttachedFileStore } from '../../engine/ports/attached-file-port.ts';
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import type { Database } from '../database/database.ts';
import { asFinishedFile } from './finished-files.ts';

export function createAttachedFileStore(database: Database): AttachedFileStore {
  const { client } = database;
  return {
    async find(channelId, id) {
      const row = await client.file.findUnique({ where: { id } });
      if (!row || row.channelId !== channelId || row.finishedAt === null) return null;
      return { ...asFinishedFile(row), hasPreview: row.hasPreview !== 0 };
    },
    list: (channelId, query) => list(database, channelId, query),
  };
}

/** A message's row says when it was sent; the files of one page have at most as many messages. */
async function list({ client }: Database, channelId: ConversationId, { kind, before, limit }: AttachedFileQuery) {
  const rows = await client.file.findMany({
    where: { channelId, ...(kind === null ? {} : { kind }), ...(before === null ? {} : { seq: { lt: before } }) },
    orderBy: { seq: 'desc' },
    take: limit,
  });
  const seqs = [...new Set(rows.map(({ seq }) => Number(seq)))];
  const messages = await client.message.findMany({
    where: { channelId, seq: { in: seqs } },
    select: { seq: true, senderId: true, sentAt: true },
  });
  const messageOf = new Map(messages.map((message) => [message.seq, message]));
  return rows.flatMap((row) => {
    const message = messageOf.get(Number(row.seq));
    return message ? [{ ...message, place: Number(row.place), file: asFinishedFile(row) }] : [];
  });
}
