/** Finds files and messages that contradict each other, by statements that follow the keys. */
import type { Database } from '../database/database.ts';
import { isMissingColumn, isMissingTable } from '../database/database-faults.ts';

/** A sentence, about a conversation or about none. */
export interface FileFinding {
  what: string;
  channelId: string | null;
}

const ofMessage = 'm.`channelId` = f.`channelId` AND m.`seq` = f.`seq`';

const checks = [
  {
    what: 'a message lacks files, or has too many',
    sql: `SELECT DISTINCT m.\`channelId\` FROM \`Message\` m LEFT JOIN
      (SELECT \`channelId\`, \`seq\`, COUNT(*) AS \`files\`, MAX(\`place\`) AS \`top\` FROM \`File\` WHERE \`channelId\` IS NOT NULL GROUP BY \`channelId\`, \`seq\`) f
      ON ${ofMessage} WHERE m.\`fileCount\` IS NOT NULL AND (COALESCE(f.\`files\`, 0) <> m.\`fileCount\` OR f.\`top\` <> m.\`fileCount\` - 1) LIMIT 100`,
  },
  {
    what: 'a file belongs to no message, or to a deleted one',
    sql: `SELECT DISTINCT f.\`channelId\` FROM \`File\` f LEFT JOIN \`Message\` m ON ${ofMessage}
      WHERE f.\`channelId\` IS NOT NULL AND m.\`fileCount\` IS NULL LIMIT 100`,
  },
  {
    what: 'a file of a message is unfinished, or not of its sender',
    sql: `SELECT DISTINCT f.\`channelId\` FROM \`File\` f JOIN \`Message\` m ON ${ofMessage}
      WHERE f.\`finishedAt\` IS NULL OR f.\`ownerId\` <> m.\`senderId\` LIMIT 100`,
  },
  {
    what: 'a file without a message never expires',
    sql: 'SELECT DISTINCT `channelId` FROM `File` WHERE `channelId` IS NULL AND `expiresAt` IS NULL LIMIT 100',
  },
];

/** A database of an older version has no files. */
export async function findFileFaults({ client }: Database): Promise<FileFinding[]> {
  const faults: FileFinding[] = [];
  try {
    for (const { what, sql } of checks) {
      const rows = await client.$queryRawUnsafe<{ channelId: string | null }[]>(sql);
      faults.push(...rows.map(({ channelId }) => ({ what, channelId })));
    }
    return faults;
  } catch (error) {
    if (isMissingTable(error) || isMissingColumn(error)) return [];
    throw error;
  }
}
