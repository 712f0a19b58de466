/** Finds what has happened in the rooms of some users. */
import type { Activity, ChangeActivity } from '../../engine/ports/conversation-port.ts';
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import { type Database, placeholders } from '../database/database.ts';

/** Rooms in one statement. */
const roomsAtOnce = 500;

/** Rooms whose last message is at most `ms` old: one range of the members' index for each user. */
export function activeRooms({ client, dialect }: Database, userIds: readonly UserId[], ms: number) {
  const since = dialect.time(-ms);
  return client.$queryRawUnsafe<Activity[]>(
    `SELECT m.\`userId\`, m.\`channelId\`, c.\`lastSeq\`
     FROM \`Member\` m ${dialect.joinByKey('`Channel` c')} ON c.\`id\` = m.\`channelId\`
     WHERE m.\`userId\` IN (${placeholders(userIds.length)}) AND m.\`role\` > 0
       AND c.\`activeSecond\` >= ${dialect.secondOf(since)} AND c.\`lastMessageAt\` > ${since}`,
    ...userIds,
  );
}

/** The entries of these changed rooms for each of these users who is a member. */
export async function changesOfRooms(
  { client }: Database,
  rooms: readonly { id: ConversationId; rev: number }[],
  userIds: readonly UserId[],
): Promise<ChangeActivity[]> {
  const revs = new Map(rooms.map(({ id, rev }) => [id, rev]));
  const ids = [...revs.keys()];
  const found: ChangeActivity[] = [];
  for (let start = 0; start < ids.length; start += roomsAtOnce) {
    const channelId = { in: ids.slice(start, start + roomsAtOnce) };
    const where = { channelId, userId: { in: [...userIds] }, role: { gt: 0 } };
    const members = await client.member.findMany({ where, select: { channelId: true, userId: true } });
    for (const member of members) found.push({ ...member, rev: revs.get(member.channelId) ?? 0 });
  }
  return found;
}
