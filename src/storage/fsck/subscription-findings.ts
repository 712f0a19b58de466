/** Finds what belongs to nobody: push subscriptions without a live session, settings, drafts and pictures without an account. */
import type { Database } from '../database/database.ts';
import { isMissingColumn, isMissingTable } from '../database/database-faults.ts';

/** Of a draft. */
const isInLeftRoom = `EXISTS (SELECT 1 FROM \`Room\` r WHERE r.\`channelId\` = \`Draft\`.\`peerId\`)
    AND NOT EXISTS (SELECT 1 FROM \`Member\` m
      WHERE m.\`channelId\` = \`Draft\`.\`peerId\` AND m.\`userId\` = \`Draft\`.\`userId\` AND m.\`role\` > 0)`;

const checks = [
  {
    what: 'push subscriptions without their session',
    find: `SELECT p.\`sessionId\` AS \`id\` FROM \`PushSubscription\` p LEFT JOIN \`Session\` s
      ON s.\`id\` = p.\`sessionId\` AND s.\`userId\` = p.\`userId\` AND s.\`endedAt\` IS NULL WHERE s.\`id\` IS NULL LIMIT 1000`,
    remove: 'DELETE FROM `PushSubscription` WHERE `sessionId` = ?',
  },
  {
    what: 'settings without an account',
    find: `SELECT x.\`userId\` AS \`id\` FROM \`UserSettings\` x LEFT JOIN \`User\` u
      ON u.\`id\` = x.\`userId\` WHERE u.\`id\` IS NULL LIMIT 1000`,
    remove: 'DELETE FROM `UserSettings` WHERE `userId` = ?',
  },
  {
    what: 'settings of deleted accounts',
    find: `SELECT x.\`userId\` AS \`id\` FROM \`UserSettings\` x JOIN \`User\` u
      ON u.\`id\` = x.\`userId\` WHERE u.\`deletedAt\` IS NOT NULL AND x.\`version\` > 0 LIMIT 1000`,
    // A deleted account goes on hiding.
    remove: "UPDATE `UserSettings` SET `settings` = '{}', `version` = 0 WHERE `userId` = ?",
  },
  {
    what: 'users with drafts but without an account',
    find: `SELECT DISTINCT d.\`userId\` AS \`id\` FROM \`Draft\` d LEFT JOIN \`User\` u
      ON u.\`id\` = d.\`userId\` AND u.\`deletedAt\` IS NULL WHERE u.\`id\` IS NULL LIMIT 1000`,
    remove: 'DELETE FROM `Draft` WHERE `userId` = ?',
  },
  {
    what: 'users with drafts in rooms that they have left',
    find: `SELECT DISTINCT \`userId\` AS \`id\` FROM \`Draft\` WHERE \`isRemoved\` = 0 AND ${isInLeftRoom} LIMIT 1000`,
    // The row keeps its version: the user's next one must be higher.
    remove: `UPDATE \`Draft\` SET \`text\` = '', \`isRemoved\` = 1 WHERE \`userId\` = ? AND ${isInLeftRoom}`,
  },
  {
    what: 'pictures of deleted accounts',
    find: 'SELECT `id` FROM `User` WHERE `deletedAt` IS NOT NULL AND `avatarId` IS NOT NULL LIMIT 1000',
    remove: 'UPDATE `User` SET `avatarId` = NULL WHERE `id` = ?',
  },
  {
    what: 'statuses of deleted accounts',
    find: 'SELECT `id` FROM `User` WHERE `deletedAt` IS NOT NULL AND `status` IS NOT NULL LIMIT 1000',
    remove: 'UPDATE `User` SET `status` = NULL WHERE `id` = ?',
  },
  {
    what: 'statuses that cannot be read',
    find: `SELECT \`id\` FROM \`User\` WHERE \`status\` IS NOT NULL
      AND CASE WHEN JSON_VALID(\`status\`) = 1 THEN JSON_EXTRACT(\`status\`, '$.text') END IS NULL LIMIT 1000`,
    remove: 'UPDATE `User` SET `status` = NULL WHERE `id` = ?',
  },
];

/** One sentence for each kind. A database of an older version lacks tables and columns. */
export async function findSubscriptionFaults(
  { client }: Database,
  repair: boolean,
): Promise<{ what: string; repaired: boolean }[]> {
  const faults: { what: string; repaired: boolean }[] = [];
  for (const { what, find, remove } of checks) {
    try {
      const rows = await client.$queryRawUnsafe<{ id: string }[]>(find);
      if (rows.length === 0) continue;
      if (repair) for (const { id } of rows) await client.$executeRawUnsafe(remove, id);
      faults.push({ what: `${rows.length} ${what}`, repaired: repair });
    } catch (error) {
      if (!isMissingTable(error) && !isMissingColumn(error)) throw error;
    }
  }
  return faults;
}
