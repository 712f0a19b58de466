/** Advances a single read state, with its time, by one statement on one row. */
import type { Advanced } from '../../engine/ports/read-state-port.ts';
import type { Dialect } from '../database/dialect.ts';
import type { Statement, Writer } from '../database/writer.ts';
import { type Move, timesLength } from './read-state-moves.ts';

/** Null unless it moved: read, too far, blocked, or no such member. */
export async function advanceAtOnce(writer: Writer, move: Move, dialect: Dialect): Promise<Advanced | null> {
  const [moved] = await writer.run([statement(move, dialect)]);
  return moved ? { seq: move.seq, moved: true, isHidden: false } : null;
}

/** An advance in front of the times of a column. */
const timesWith = (from: string, times: string, now: string) =>
  `SUBSTR(CONCAT(${from}, '-', ?, ':', ${now}, ';', \`${times}\`), 1, ${timesLength})`;

/** Rows of older versions may be delivered less far than they are read. */
const deliveredSoFar = 'CASE WHEN `deliveredSeq` < `readSeq` THEN `readSeq` ELSE `deliveredSeq` END';

/** MySQL assigns from left to right, so the times come before their seq, and what is delivered before what is read. */
const deliver = (now: string) => `
  \`deliveredTimes\` = CASE WHEN \`deliveredSeq\` < ? THEN ${timesWith(deliveredSoFar, 'deliveredTimes', now)} ELSE \`deliveredTimes\` END,
  \`deliveredSeq\` = CASE WHEN \`deliveredSeq\` < ? THEN ? ELSE \`deliveredSeq\` END`;

const read = (now: string | null) => `,
  ${now === null ? '' : `\`readTimes\` = ${timesWith('`readSeq`', 'readTimes', now)},`}
  \`readSeq\` = ?, \`unreadSeq\` = 0`;

/**
 * Expects what holds for nearly every receipt: the message exists, and no block stands. A block freezes this row in its own
 * transaction. The writer's isolation lets the condition read the conversation without a lock, so it waits for no message.
 */
function statement({ channelId, userId, kind, seq, isTimed }: Move, dialect: Dialect): Statement {
  const now = dialect.millisecondsOf(dialect.time(0));
  const isRead = kind === 'read';
  const sql = `UPDATE \`Member\` SET ${deliver(now)}${isRead ? read(isTimed ? now : null) : ''}
    WHERE \`channelId\` = ? AND \`userId\` = ? AND \`readSeq\` < ?${isRead ? '' : ' AND `deliveredSeq` < ?'}
      AND \`frozenReadSeq\` IS NULL AND ? <= (SELECT \`lastSeq\` FROM \`Channel\` WHERE \`id\` = ?)`;
  const set = Array(isRead ? (isTimed ? 6 : 5) : 4).fill(seq);
  return { sql, values: [...set, channelId, userId, ...(isRead ? [seq] : [seq, seq]), seq, channelId] };
}
