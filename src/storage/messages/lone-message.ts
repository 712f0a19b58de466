/** Stores one message in one round trip to MySQL, when nothing stands in its way: the usual case of a node that is not busy. */
import type { NewMessage, StoredMessage } from '../../engine/ports/message-port.ts';
import { isContention, isDuplicateKey } from '../database/database-faults.ts';
import type { Statement, Writer } from '../database/writer.ts';
import { bytesOf } from './message-rows.ts';

/**
 * Null, and nothing is stored, when anything is not as usual: the session has ended, a block stands, another node holds the
 * channel, the message is stored already, or the database is no MySQL. The batch knows what to say of each.
 */
export async function storeAlone(writer: Writer, draft: NewMessage): Promise<StoredMessage | null> {
  if (!writer.run) return null;
  const { channelId, senderId, clientId, body } = draft;
  const sentAt = new Date();
  const at = writer.timestamp(sentAt);
  try {
    const [inserted, advanced] = await writer.run([insert(draft, at), advance(draft, at)]);
    if (inserted?.affectedRows !== 1 || advanced?.affectedRows !== 1) return null;
    return { channelId, senderId, clientId, body, seq: Number(advanced.insertId), sentAt };
  } catch (error) {
    // Only what says for certain that nothing was stored: what is lost on its way may be there.
    if (isDuplicateKey(error) || isContention(error)) return null;
    throw error;
  }
}

/** Waits for no lock; asks of the session in the same breath, as the batch does. */
function insert({ channelId, senderId, sessionId, clientId, body }: NewMessage, at: string): Statement {
  const columns = '`channelId`, `seq`, `senderId`, `clientId`, `body`, `sentAt`';
  const isLive = 'EXISTS (SELECT 1 FROM `Session` WHERE `id` = ? AND `endedAt` IS NULL)';
  const sql =
    `INSERT INTO \`Message\` (${columns}) SELECT \`id\`, \`lastSeq\` + 1, ?, ?, ?, ? FROM \`Channel\` ` +
    `WHERE \`id\` = ? AND \`blockedBy\` = 0 AND ${isLive} FOR UPDATE NOWAIT`;
  return { sql, values: [senderId, bytesOf(clientId), body, at, channelId, sessionId] };
}

/**
 * Only if the message is there: whether it went in cannot be had from ROW_COUNT(), which forgets when the client is gone, while
 * the statements go on. The number comes back as if it were an auto-increment's.
 */
function advance({ channelId }: NewMessage, at: string): Statement {
  const isThere =
    'EXISTS (SELECT 1 FROM `Message` WHERE `Message`.`channelId` = `Channel`.`id` AND `seq` = `lastSeq` + 1)';
  const sql =
    'UPDATE `Channel` SET `lastSeq` = LAST_INSERT_ID(`lastSeq` + 1), `lastMessageAt` = ? ' +
    `WHERE \`id\` = ? AND ${isThere}`;
  return { sql, values: [at, channelId] };
}
