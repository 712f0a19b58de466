/** Finds rooms that do not agree with their members. */
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import { lobbyId } from '../../engine/ports/room-port.ts';
import type { Database } from '../database/database.ts';
import { roles, roomKind } from '../rooms/room-columns.ts';

interface RoomRow {
  channelId: ConversationId;
  memberCount: number;
  members: number;
  owners: number;
}

/** The lobby has no owner. */
const wrongRooms = `SELECT r.\`channelId\`, r.\`memberCount\`, COUNT(m.\`userId\`) AS \`members\`,
    COALESCE(SUM(CASE WHEN m.\`role\` = ${roles.owner} THEN 1 ELSE 0 END), 0) AS \`owners\`
  FROM \`Room\` r LEFT JOIN \`Member\` m ON m.\`channelId\` = r.\`channelId\` AND m.\`role\` > 0
  GROUP BY r.\`channelId\`, r.\`memberCount\`
  HAVING COUNT(m.\`userId\`) <> r.\`memberCount\`
    OR (r.\`channelId\` <> '${lobbyId}' AND COUNT(m.\`userId\`) > 0 AND SUM(CASE WHEN m.\`role\` = ${roles.owner} THEN 1 ELSE 0 END) = 0) LIMIT 100`;

const untitled = `SELECT c.\`id\` AS \`channelId\` FROM \`Channel\` c
  WHERE c.\`kind\` = ${roomKind} AND NOT EXISTS (SELECT 1 FROM \`Room\` r WHERE r.\`channelId\` = c.\`id\`) LIMIT 100`;

export async function findRoomFaults({ client }: Database): Promise<{ what: string; channelId: ConversationId }[]> {
  const wrong = await client.$queryRawUnsafe<RoomRow[]>(wrongRooms);
  const without = await client.$queryRawUnsafe<{ channelId: ConversationId }[]>(untitled);
  return [
    ...wrong.map(({ channelId, memberCount, members }) => {
      const counts = `the room counts ${memberCount} members and has ${members}`;
      return { what: Number(memberCount) === Number(members) ? 'the room has no owner' : counts, channelId };
    }),
    ...without.map(({ channelId }) => ({ what: 'the room has no title', channelId })),
  ];
}
