/** Attaches files to messages, and reads the files that messages have. */
import { fileKey, previewKey } from '../../engine/ports/file-bytes-port.ts';
import type { FinishedFile } from '../../engine/ports/file-port.ts';
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import type { NewMessage, StoredMessage } from '../../engine/ports/message-port.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { type Database, placeholders } from '../database/database.ts';
import type { Dialect } from '../database/dialect.ts';
import type { Row, Statement } from '../database/writer.ts';
import { asFinishedFile, type FinishedRow } from '../files/finished-files.ts';
import { placeOf } from './message-states.ts';

/** A file that a message wants, as the transaction finds and locks it. */
interface WantedRow extends Row, FinishedRow {
  ownerId: UserId;
  isFinished: number | bigint;
  channelId: ConversationId | null;
}

const columns = '`id`, `name`, `type`, `kind`, `size`, `details`';

/** Locks the files of the batch in order of their ids, so that two batches never wait for each other. Null for none. */
export function wantedFilesStatement(messages: readonly NewMessage[], { lockRows }: Dialect): Statement | null {
  const ids = [...new Set(messages.flatMap(({ fileIds = [] }) => fileIds))].sort();
  if (ids.length === 0) return null;
  const facts = '`ownerId`, `channelId`, CASE WHEN `finishedAt` IS NULL THEN 0 ELSE 1 END AS `isFinished`';
  const sql = `SELECT ${columns}, ${facts} FROM \`File\` WHERE \`id\` IN (${placeholders(ids.length)}) ORDER BY \`id\` ${lockRows}`;
  return { sql, values: ids };
}

/** The files that the messages of one batch want. Each is given to one message. */
export function createWantedFiles(rows: readonly Row[]) {
  const free = new Map((rows as WantedRow[]).map((row) => [row.id, row]));
  const taken = new Set([...free.values()].filter(({ channelId }) => channelId !== null));
  return {
    /** @throws Refusal: nothing is taken then */
    take({ senderId, fileIds = [] }: NewMessage): FinishedFile[] {
      const found = fileIds.map((id) => {
        const row = free.get(id);
        if (!row || row.ownerId !== senderId) throw noFile();
        if (Number(row.isFinished) === 0) throw unfinished();
        if (taken.has(row)) throw attachedAlready();
        return row;
      });
      for (const row of found) taken.add(row);
      return found.map(asFinishedFile);
    },
  };
}

/** The statements that give a stored message its files. */
export function attachStatements({ channelId, seq, files = [] }: StoredMessage): Statement[] {
  const sql = 'UPDATE `File` SET `channelId` = ?, `seq` = ?, `place` = ?, `expiresAt` = NULL WHERE `id` = ?';
  return files.map(({ id }, place) => ({ sql, values: [channelId, seq, place, id] }));
}

/** The statements that remove the files of a message, and note their bytes. @param at - as text of the database. */
export function detachStatements({ channelId, seq, files = [] }: StoredMessage, at: string, dialect: Dialect) {
  if (files.length === 0) return [];
  const keys = files.flatMap(({ id }) => [fileKey(id), previewKey(id)]);
  const note = `${dialect.insertIgnore} \`RemovedFile\` (\`key\`, \`at\`) VALUES ${placeholders(keys.length, 2)}`;
  return [
    { sql: note, values: keys.flatMap((key) => [key, at]) },
    { sql: 'DELETE FROM `File` WHERE `channelId` = ? AND `seq` = ?', values: [channelId, seq] },
    { sql: 'UPDATE `Message` SET `fileCount` = NULL WHERE `channelId` = ? AND `seq` = ?', values: [channelId, seq] },
  ];
}

interface Place {
  channelId: ConversationId;
  seq: number;
  /** Null for none. */
  fileCount: number | bigint | null;
}

export interface AttachedRow extends Row, FinishedRow {
  channelId: ConversationId;
  seq: number;
}

export const attachedSql = (condition: string) =>
  `SELECT ${columns}, \`channelId\`, \`seq\` FROM \`File\` WHERE ${condition} ORDER BY \`place\``;

/** Costs a statement only when one of the rows has files. */
export async function addFiles(
  { client }: Database,
  messages: readonly StoredMessage[],
  rows: readonly Place[],
): Promise<StoredMessage[]> {
  const places = rows.filter(({ fileCount }) => fileCount !== null);
  if (places.length === 0) return [...messages];
  const sql = attachedSql(places.map(() => '(`channelId` = ? AND `seq` = ?)').join(' OR '));
  const values = places.flatMap(({ channelId, seq }) => [channelId, seq]);
  return withFiles(messages, await client.$queryRawUnsafe<AttachedRow[]>(sql, ...values));
}

/** @param rows - in order of the places. */
export function withFiles(messages: readonly StoredMessage[], rows: readonly AttachedRow[]): StoredMessage[] {
  if (rows.length === 0) return [...messages];
  const filesOf = new Map<string, FinishedFile[]>();
  for (const row of rows) filesOf.set(placeOf(row), [...(filesOf.get(placeOf(row)) ?? []), asFinishedFile(row)]);
  return messages.map((message) => {
    const files = filesOf.get(placeOf(message));
    return files ? { ...message, files } : message;
  });
}

const noFile = () => new Refusal('not_found', 'There is no such upload.');

const unfinished = () =>
  new Refusal('invalid_input', 'A file has not been uploaded to its end.', { fields: { files: 'must be finished' } });

const attachedAlready = () => new Refusal('conflict', 'A file belongs to another message already.');
