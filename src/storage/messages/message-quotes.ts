/** Reads the messages that others answer, as they are now, by their keys. */
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import type { MessageContent, Quote, StoredMessage } from '../../engine/ports/message-port.ts';
import { limits } from '../../protocol/limits.ts';
import type { Database } from '../database/database.ts';
import type { Row, Statement } from '../database/writer.ts';
import { placeOf } from './message-states.ts';

export interface QuoteRow extends Row, Quote {
  channelId: ConversationId;
}

/** By `placeOf` of the quoted message. */
export type Quotes = ReadonlyMap<string, Quote>;

/** The start of the body of the table's alias. */
export const excerptOf = (alias: string) => `SUBSTR(${alias}.\`body\`, 1, ${limits.excerptLength}) AS \`excerpt\``;

/** Null when no message answers another one. */
export function quotesStatement(messages: readonly MessageContent[]): Statement | null {
  const keys = messages.flatMap(({ channelId, replyToSeq }) =>
    replyToSeq === undefined ? [] : [[channelId, replyToSeq]],
  );
  if (keys.length === 0) return null;
  const condition = keys.map(() => '(`channelId` = ? AND `seq` = ?)').join(' OR ');
  return {
    sql: `SELECT \`channelId\`, \`seq\`, \`senderId\`, ${excerptOf('q')} FROM \`Message\` q WHERE ${condition}`,
    values: keys.flat(),
  };
}

export const collectQuotes = (rows: readonly QuoteRow[]): Quotes =>
  new Map(
    rows.map(({ seq, senderId, excerpt, channelId }) => [placeOf({ channelId, seq }), { seq, senderId, excerpt }]),
  );

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
