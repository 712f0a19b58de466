/** Reads the times at which a member's read state advanced. */
import type { ConversationStore } from '../../engine/ports/conversation-port.ts';
import type { Database } from '../database/database.ts';

export async function reachedAt(
  { client }: Database,
  ...[channelId, userId, seq]: Parameters<ConversationStore['reachedAt']>
): ReturnType<ConversationStore['reachedAt']> {
  const row = await client.member.findUnique({ where: { channelId_userId: { channelId, userId } } });
  return { read: timeIn(row?.readTimes, seq), delivered: timeIn(row?.deliveredTimes, seq) };
}

/** The time of the advance that covers the seq. An advance without its semicolon was cut off, and is ignored. */
function timeIn(times = '', seq: number): Date | null {
  const advances = times.split(';').slice(0, -1);
  for (const advance of advances) {
    const [from = '', to = '', at = ''] = advance.split(/[-:]/);
    if (Number(from) < seq && seq <= Number(to)) return new Date(Number(at));
  }
  return null;
}
