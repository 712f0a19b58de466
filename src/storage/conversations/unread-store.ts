/** Stores from which message on a member has marked a conversation as unread. */
import type { UnreadStore } from '../../engine/ports/unread-port.ts';
import type { Database } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import { countUnread } from './unread-counts.ts';

export function createUnreadStore(database: Database): UnreadStore {
  const { client } = database;
  return {
    async mark(channelId, userId, seq) {
      const data = { unreadSeq: seq };
      await retryContention(() => client.member.updateMany({ where: { channelId, userId }, data }));
      const [conversation, member] = await Promise.all([
        client.channel.findUnique({ where: { id: channelId } }),
        client.member.findUnique({ where: { channelId_userId: { channelId, userId } } }),
      ]);
      if (!conversation || !member) return 0;
      return (await countUnread(database, [conversation], userId, () => member)).get(channelId) ?? 0;
    },
  };
}
