/** Finds changes of messages that contradict each other, by statements that follow the keys. */
import type { Database } from '../database/database.ts';
import { isMissingTable } from '../database/database-faults.ts';

/** A sentence about a conversation. */
export interface ChangeFinding {
  what: string;
  channelId: string;
}

const same = (one: string, other: string) =>
  `${one}.\`channelId\` = ${other}.\`channelId\` AND ${one}.\`seq\` = ${other}.\`seq\``;

/** @param table - its rows belong to messages that are changed and not deleted. @param also - a condition of a fault beside these. */
const orphans = (table: string, also: string) => `SELECT DISTINCT x.\`channelId\` FROM \`${table}\` x
  LEFT JOIN \`ChangedMessage\` c ON ${same('c', 'x')} WHERE c.\`seq\` IS NULL OR c.\`deletedAt\` IS NOT NULL${also} LIMIT 100`;

/** A member of a room may have left. */
const isNoMember = (column: string) => `p.\`kind\` = 0 AND ${column} <> p.\`lowId\` AND ${column} <> p.\`highId\``;

const checks = [
  {
    what: 'a revision occurs twice',
    sql: 'SELECT MIN(`channelId`) AS `channelId` FROM `ChangedMessage` GROUP BY `channelId`, `rev` HAVING COUNT(*) > 1 LIMIT 100',
  },
  {
    // The last change's message has the conversation's revision.
    what: 'its revision is not that of its last change',
    sql: `SELECT p.\`id\` AS \`channelId\` FROM \`Channel\` p LEFT JOIN
      (SELECT \`channelId\`, MAX(\`rev\`) AS \`top\` FROM \`ChangedMessage\` GROUP BY \`channelId\`) c ON c.\`channelId\` = p.\`id\`
      WHERE p.\`rev\` <> COALESCE(c.\`top\`, 0) LIMIT 100`,
  },
  {
    what: 'a changed message does not exist',
    sql: `SELECT DISTINCT c.\`channelId\` FROM \`ChangedMessage\` c LEFT JOIN \`Message\` m ON ${same('m', 'c')} WHERE m.\`seq\` IS NULL LIMIT 100`,
  },
  {
    what: 'a deleted message has a text',
    sql: `SELECT DISTINCT c.\`channelId\` FROM \`ChangedMessage\` c JOIN \`Message\` m ON ${same('m', 'c')}
      WHERE c.\`deletedAt\` IS NOT NULL AND m.\`body\` <> '' LIMIT 100`,
  },
  {
    what: 'an earlier version belongs to no edited message',
    sql: orphans('MessageVersion', ' OR c.`editedAt` IS NULL'),
  },
  {
    what: 'an edited message has lost its first version',
    sql: `SELECT DISTINCT c.\`channelId\` FROM \`ChangedMessage\` c LEFT JOIN \`MessageVersion\` v ON ${same('v', 'c')} AND v.\`number\` = 1
      WHERE c.\`editedAt\` IS NOT NULL AND c.\`deletedAt\` IS NULL AND v.\`number\` IS NULL LIMIT 100`,
  },
  { what: 'a reaction belongs to no message, or to a deleted one', sql: orphans('Reaction', ' OR x.`rev` > c.`rev`') },
  {
    what: 'a reaction is from neither of the two',
    sql: `SELECT DISTINCT r.\`channelId\` FROM \`Reaction\` r JOIN \`Channel\` p ON p.\`id\` = r.\`channelId\` WHERE ${isNoMember('r.`userId`')} LIMIT 100`,
  },
  {
    what: 'a pin is incomplete, of a deleted message, or from neither of the two',
    sql: `SELECT DISTINCT c.\`channelId\` FROM \`ChangedMessage\` c JOIN \`Channel\` p ON p.\`id\` = c.\`channelId\`
      WHERE (c.\`pinnedBy\` IS NULL) <> (c.\`pinnedAt\` IS NULL) OR (c.\`pinnedAt\` IS NOT NULL AND c.\`deletedAt\` IS NOT NULL)
        OR (c.\`pinnedBy\` IS NOT NULL AND ${isNoMember('c.`pinnedBy`')}) LIMIT 100`,
  },
  {
    what: 'a reply does not follow the message that it answers',
    sql: 'SELECT DISTINCT `channelId` FROM `Message` WHERE `replyToSeq` IS NOT NULL AND (`replyToSeq` >= `seq` OR `replyToSeq` < 1) LIMIT 100',
  },
];

/** A database of an older version has no changes. */
export async function findChangeFaults({ client }: Database): Promise<ChangeFinding[]> {
  const faults: ChangeFinding[] = [];
  try {
    for (const { what, sql } of checks) {
      const rows = await client.$queryRawUnsafe<{ channelId: string }[]>(sql);
      faults.push(...rows.map(({ channelId }) => ({ what, channelId })));
    }
    return faults;
  } catch (error) {
    if (isMissingTable(error)) return [];
    throw error;
  }
}
