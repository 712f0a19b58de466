/** Keeps the times at which a member's read state advanced, in the member's row: an advance stays one statement. */
import type { ConversationStore } from '../../engine/ports/conversation-port.ts';
import type { Database } from '../database/database.ts';

/** The column's length: about 24 advances. The oldest is cut off, and its messages have no known time any more. */
const timesLength = 500;

const columns = {
  read: { seq: 'readSeq', times: 'readTimes' },
  delivered: { seq: 'deliveredSeq', times: 'deliveredTimes' },
} as const;

/** An advance is `from-to:milliseconds;`. MySQL assigns from left to right, so the times come before the seq. */
export async function advance(
  { client, dialect }: Database,
  ...[channelId, userId, kind, seq]: Parameters<ConversationStore['advance']>
): Promise<boolean> {
  const { seq: column, times } = columns[kind];
  const now = dialect.millisecondsOf(dialect.time(0));
  const entry = `CONCAT(\`${column}\`, '-', ?, ':', ${now}, ';', \`${times}\`)`;
  const sql = `UPDATE \`Member\` SET \`${times}\` = SUBSTR(${entry}, 1, ${timesLength}), \`${column}\` = ?
    WHERE \`channelId\` = ? AND \`userId\` = ? AND \`${column}\` < ?`;
  return (await client.$executeRawUnsafe(sql, seq, seq, channelId, userId, seq)) > 0;
}

export async function reachedAt(
  { client }: Database,
  ...[channelId, userId, seq]: Parameters<ConversationStore['reachedAt']>
): ReturnType<ConversationStore['reachedAt']> {
  const row = await client.member.findUnique({ where: { channelId_userId: { channelId, userId } } });
  return { read: timeIn(row?.readTimes, seq), delivered: timeIn(row?.deliveredTimes, seq) };
}

/** What follows the last semicolon was cut off. */
function timeIn(times = '', seq: number): Date | null {
  const advances = times.split(';').slice(0, -1);
  for (const advance of advances) {
    const [from = '', to = '', at = ''] = advance.split(/[-:]/);
    if (Number(from) < seq && seq <= Number(to)) return new Date(Number(at));
  }
  return null;
}
