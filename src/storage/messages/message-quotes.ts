/** Reads the messages that others answer, as they are now, by their keys. */
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import type { MessageContent, Quote, StoredMessage } from '../../engine/ports/message-port.ts';
import { limits } from '../../protocol/limits.ts';
import type { FilesSummary } from '../../protocol/shapes.ts';
import type { Database } from '../database/database.ts';
import type { Row, Statement } from '../database/writer.ts';
import { asFinishedFile } from '../files/finished-files.ts';
import { placeOf } from './message-states.ts';

export interface QuoteRow extends Row, Omit<Quote, 'files'> {
  channelId: ConversationId;
  /** Null for none. */
  fileCount: number | bigint | null;
  /** Of the first file; null without one. */
  name: string | null;
  type: string | null;
  kind: string | null;
  details: string | null;
  /** 1 when another file of the message is of another kind. */
  isMixed: number | bigint;
}

/** By `placeOf` of the quoted message. */
export type Quotes = ReadonlyMap<string, Quote>;

/** Of the quoted message `q`: its key, the start of its body, and its first file `f`. */
export const quoteColumns = `q.\`channelId\`, q.\`seq\`, q.\`senderId\`, SUBSTR(q.\`body\`, 1, ${limits.excerptLength}) AS \`excerpt\`,
  q.\`fileCount\`, f.\`name\`, f.\`type\`, f.\`kind\`, f.\`details\`,
  CASE WHEN q.\`fileCount\` > 1 AND EXISTS (SELECT 1 FROM \`File\` o
    WHERE o.\`channelId\` = q.\`channelId\` AND o.\`seq\` = q.\`seq\` AND o.\`kind\` <> f.\`kind\`) THEN 1 ELSE 0 END AS \`isMixed\``;

/** The database looks for a file only when the quoted message has some. */
export const joinFirstFile = `LEFT JOIN \`File\` f
  ON q.\`fileCount\` IS NOT NULL AND f.\`channelId\` = q.\`channelId\` AND f.\`seq\` = q.\`seq\` AND f.\`place\` = 0`;

/** Null when no message answers another one. */
export function quotesStatement(messages: readonly MessageContent[]): Statement | null {
  const keys = messages.flatMap(({ channelId, replyToSeq }) =>
    replyToSeq === undefined ? [] : [[channelId, replyToSeq]],
  );
  if (keys.length === 0) return null;
  const condition = keys.map(() => '(q.`channelId` = ? AND q.`seq` = ?)').join(' OR ');
  return {
    sql: `SELECT ${quoteColumns} FROM \`Message\` q ${joinFirstFile} WHERE ${condition}`,
    values: keys.flat(),
  };
}

export const collectQuotes = (rows: readonly QuoteRow[]): Quotes =>
  new Map(
    rows.map((row) => {
      const { seq, senderId, excerpt } = row;
      const files = summaryIn(row);
      return [placeOf(row), files ? { seq, senderId, excerpt, files } : { seq, senderId, excerpt }];
    }),
  );

function summaryIn({ fileCount, name, type, kind, details, isMixed }: QuoteRow): FilesSummary | undefined {
  if (fileCount === null || name === null) return undefined;
  const file = asFinishedFile({ id: '', name, type, kind, size: 0, details: details ?? '' });
  const summary: FilesSummary = { count: Number(fileCount), kind: Number(isMixed) === 1 ? 'file' : file.kind, name };
  return file.kind === 'audio' && file.details.waveform ? { ...summary, voice: true } : summary;
}

export function withQuote<M extends MessageContent>(message: M, quotes: Quotes): M & { quote?: Quote } {
  const { channelId, replyToSeq } = message;
  const quote = replyToSeq === undefined ? undefined : quotes.get(placeOf({ channelId, seq: replyToSeq }));
  return quote ? { ...message, quote } : message;
}

/** Costs a statement only when a message answers another one. */
export async function addQuotes({ client }: Database, messages: readonly StoredMessage[]): Promise<StoredMessage[]> {
  const statement = quotesStatement(messages);
  if (!statement) return [...messages];
  const quotes = collectQuotes(await client.$queryRawUnsafe<QuoteRow[]>(statement.sql, ...statement.values));
  return messages.map((message) => withQuote(message, quotes));
}
