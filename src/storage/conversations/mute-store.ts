/** Stores until when a member has muted a conversation. */
import type { MuteStore } from '../../engine/ports/mute-port.ts';
import type { Database } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';

export function createMuteStore({ client }: Database): MuteStore {
  return {
    async mute(channelId, userId, until) {
      const data = { mutedUntil: until };
      await retryContention(() => client.member.updateMany({ where: { channelId, userId }, data }));
    },
  };
}
