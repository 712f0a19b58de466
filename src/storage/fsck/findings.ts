/** Findings of fsck: each conversation with the rows that must agree with it. */
import type { MemberIds } from '../conversations/conversation-members.ts';
import type { Database } from '../database/database.ts';

/** Conversations in one statement. A statement sees one snapshot, so that messages sent meanwhile are no faults. */
export const pageSize = 200;

/** A conversation with everything that must agree with it, from one statement. */
export interface Finding extends MemberIds {
  id: string;
  /** 0 for a conversation of two. */
  kind: number;
  lastSeq: number;
  lastMessageAt: Date | null;
  sentAt: Date | null;
  messages: number;
  firstSeq: number | null;
  topSeq: number | null;
  foreignMessages: number;
  members: number;
  stateMin: number | null;
  stateMax: number | null;
  markMin: number | null;
  markMax: number | null;
}

const pageSql = `
  SELECT c.\`id\`, c.\`lowId\`, c.\`highId\`, c.\`kind\`, c.\`lastSeq\`, c.\`lastMessageAt\`, last.\`sentAt\`,
    m.\`messages\`, m.\`firstSeq\`, m.\`topSeq\`, m.\`foreignMessages\`, mb.\`members\`, mb.\`stateMin\`, mb.\`stateMax\`,
    mb.\`markMin\`, mb.\`markMax\`
  FROM (SELECT * FROM \`Channel\` WHERE \`id\` > ? ORDER BY \`id\` LIMIT ${pageSize}) c
  LEFT JOIN \`Message\` last ON last.\`channelId\` = c.\`id\` AND last.\`seq\` = c.\`lastSeq\`
  LEFT JOIN (SELECT p.\`id\`, COUNT(*) AS \`messages\`, MIN(x.\`seq\`) AS \`firstSeq\`, MAX(x.\`seq\`) AS \`topSeq\`,
      SUM(CASE WHEN x.\`senderId\` IN (p.\`lowId\`, p.\`highId\`) THEN 0 ELSE 1 END) AS \`foreignMessages\`
    FROM (SELECT * FROM \`Channel\` WHERE \`id\` > ? ORDER BY \`id\` LIMIT ${pageSize}) p
    JOIN \`Message\` x ON x.\`channelId\` = p.\`id\` GROUP BY p.\`id\`) m ON m.\`id\` = c.\`id\`
  LEFT JOIN (SELECT q.\`id\`, COUNT(*) AS \`members\`,
      MIN(CASE WHEN y.\`readSeq\` < y.\`deliveredSeq\` THEN y.\`readSeq\` ELSE y.\`deliveredSeq\` END) AS \`stateMin\`,
      MAX(CASE WHEN y.\`readSeq\` > y.\`deliveredSeq\` THEN y.\`readSeq\` ELSE y.\`deliveredSeq\` END) AS \`stateMax\`,
      MIN(CASE WHEN y.\`archivedSeq\` < y.\`unreadSeq\` THEN y.\`archivedSeq\` ELSE y.\`unreadSeq\` END) AS \`markMin\`,
      MAX(CASE WHEN y.\`archivedSeq\` > y.\`unreadSeq\` THEN y.\`archivedSeq\` ELSE y.\`unreadSeq\` END) AS \`markMax\`
    FROM (SELECT * FROM \`Channel\` WHERE \`id\` > ? ORDER BY \`id\` LIMIT ${pageSize}) q
    JOIN \`Member\` y ON y.\`channelId\` = q.\`id\` AND y.\`userId\` IN (q.\`lowId\`, q.\`highId\`) GROUP BY q.\`id\`) mb
    ON mb.\`id\` = c.\`id\`
  ORDER BY c.\`id\``;

const dates = new Set(['lastMessageAt', 'sentAt']);
const texts = new Set(['id', 'lowId', 'highId']);

/** Converts values: sums arrive as big integers or decimals, and SQLite's joined times as text. */
export async function findPage({ client }: Database, after: string): Promise<Finding[]> {
  const rows = await client.$queryRawUnsafe<Record<string, unknown>[]>(pageSql, after, after, after);
  return rows.map((row) => {
    const entries = Object.entries(row).map(([name, value]) => {
      if (texts.has(name)) return [name, value];
      if (dates.has(name)) return [name, value === null ? null : new Date(value as string)];
      return [name, value === null ? null : Number(value)];
    });
    const finding = Object.fromEntries(entries) as Finding;
    return {
      ...finding,
      messages: finding.messages ?? 0,
      members: finding.members ?? 0,
      foreignMessages: finding.foreignMessages ?? 0,
    };
  });
}
