/** Finds messages that are stored already, by the clientId of their sender: a repeat is answered with the first one. */
import type { Appended, MessageContent, NewMessage } from '../../engine/ports/message-port.ts';
import type { Database } from '../database/database.ts';
import { bytesOf, type MessageRow, messageColumns } from './message-rows.ts';
import { collectStates, joinReactions, type StateRow, stateColumns } from './message-states.ts';
import { toShown } from './shown-messages.ts';

/** A message with the body as it was sent; null when it is deleted: no text of it is kept. */
export type KnownMessage = Appended & { sentBody: string | null };

/** By `keyOf`. */
export type KnownMessages = Map<string, KnownMessage>;

type KnownRow = MessageRow & StateRow & { now: string; firstBody: string | null };

export const keyOf = ({ senderId, clientId }: MessageContent) => `${senderId} ${clientId}`;

/** One statement, so that body and state of a message agree. */
const knownSql = (now: string, condition: string) => `
  SELECT ${messageColumns}, ${now} AS \`now\`,
    v.\`body\` AS \`firstBody\`, ${stateColumns}
  FROM \`Message\` m LEFT JOIN \`ChangedMessage\` c ON c.\`channelId\` = m.\`channelId\` AND c.\`seq\` = m.\`seq\`
  LEFT JOIN \`MessageVersion\` v ON v.\`channelId\` = m.\`channelId\` AND v.\`seq\` = m.\`seq\` AND v.\`number\` = 1
  ${joinReactions} WHERE ${condition} ORDER BY r.\`rev\``;

/** Reads outside of the append's transaction: what a message was sent as never changes. */
export async function findKnown(database: Database, messages: readonly NewMessage[]): Promise<KnownMessages> {
  const { client, dialect } = database;
  const condition = messages.map(() => '(m.`senderId` = ? AND m.`clientId` = ?)').join(' OR ');
  const values = messages.flatMap((message) => [message.senderId, bytesOf(message.clientId)]);
  const rows = await client.$queryRawUnsafe<KnownRow[]>(knownSql(dialect.now, condition), ...values);
  const stored = await toShown(database, rows, collectStates(rows, dialect));
  return new Map(
    stored.map((message, index) => {
      const { now, firstBody } = rows[index] as KnownRow;
      const ageMs = dialect.parseTime(now).getTime() - message.sentAt.getTime();
      const sentBody = message.state?.deletedAt ? null : (firstBody ?? message.body);
      return [keyOf(message), { message, repeated: true, ageMs, sentBody }];
    }),
  );
}
