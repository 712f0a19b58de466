/** Proves on a live database that the promises hold, page by page and without stopping it; mends what loses no text. */
import type { Database } from '../database/database.ts';
import { requireDatabase, withDatabase } from '../database/open-database.ts';
import type { StorageOptions } from '../stores.ts';
import { repairLastMessage, repairMembers, repairReadStates } from './repairs.ts';

/** Something that should not be: what, where, and whether it has been mended. */
export interface Fault {
  what: string;
  channelId: string | null;
  mended: boolean;
}

export interface FsckReport {
  conversations: number;
  messages: number;
  faults: Fault[];
}

export interface FsckOptions extends StorageOptions {
  repair: boolean;
  /** Told after each page how many channels have been looked at. */
  onProgress(channels: number): void;
}

/** How many channels one statement looks at; each statement sees one moment, so that what is sent meanwhile is no fault. */
const pageSize = 200;

/** A channel with all that must agree with it, as one statement found it. */
interface Finding {
  id: string;
  lowId: string;
  highId: string;
  lastSeq: number;
  lastMessageAt: Date | null;
  sentAt: Date | null;
  messages: number;
  firstSeq: number | null;
  topSeq: number | null;
  strangers: number;
  members: number;
  marksMin: number | null;
  marksMax: number | null;
}

const pageSql = `
  SELECT c.\`id\`, c.\`lowId\`, c.\`highId\`, c.\`lastSeq\`, c.\`lastMessageAt\`, last.\`sentAt\`,
    m.\`messages\`, m.\`firstSeq\`, m.\`topSeq\`, m.\`strangers\`, mb.\`members\`, mb.\`marksMin\`, mb.\`marksMax\`
  FROM (SELECT * FROM \`Channel\` WHERE \`id\` > ? ORDER BY \`id\` LIMIT ${pageSize}) c
  LEFT JOIN \`Message\` last ON last.\`channelId\` = c.\`id\` AND last.\`seq\` = c.\`lastSeq\`
  LEFT JOIN (SELECT p.\`id\`, COUNT(*) AS \`messages\`, MIN(x.\`seq\`) AS \`firstSeq\`, MAX(x.\`seq\`) AS \`topSeq\`,
      SUM(CASE WHEN x.\`senderId\` IN (p.\`lowId\`, p.\`highId\`) THEN 0 ELSE 1 END) AS \`strangers\`
    FROM (SELECT * FROM \`Channel\` WHERE \`id\` > ? ORDER BY \`id\` LIMIT ${pageSize}) p
    JOIN \`Message\` x ON x.\`channelId\` = p.\`id\` GROUP BY p.\`id\`) m ON m.\`id\` = c.\`id\`
  LEFT JOIN (SELECT q.\`id\`, COUNT(*) AS \`members\`,
      MIN(CASE WHEN y.\`readSeq\` < y.\`deliveredSeq\` THEN y.\`readSeq\` ELSE y.\`deliveredSeq\` END) AS \`marksMin\`,
      MAX(CASE WHEN y.\`readSeq\` > y.\`deliveredSeq\` THEN y.\`readSeq\` ELSE y.\`deliveredSeq\` END) AS \`marksMax\`
    FROM (SELECT * FROM \`Channel\` WHERE \`id\` > ? ORDER BY \`id\` LIMIT ${pageSize}) q
    JOIN \`Member\` y ON y.\`channelId\` = q.\`id\` AND y.\`userId\` IN (q.\`lowId\`, q.\`highId\`) GROUP BY q.\`id\`) mb
    ON mb.\`id\` = c.\`id\`
  ORDER BY c.\`id\``;

/** Unique keys forbid these; they are asked for all the same, in the order of the keys, so that little memory is needed. */
const twiceSql = [
  {
    what: 'a pair has two channels',
    sql: 'SELECT MIN(`id`) AS `channelId` FROM `Channel` GROUP BY `lowId`, `highId` HAVING COUNT(*) > 1 LIMIT 100',
  },
  {
    what: 'a clientId of one sender stands twice',
    sql: 'SELECT MIN(`channelId`) AS `channelId` FROM `Message` GROUP BY `senderId`, `clientId` HAVING COUNT(*) > 1 LIMIT 100',
  },
];

/** @throws Error when the database is not there, or cannot be reached. */
export async function fsck(options: FsckOptions): Promise<FsckReport> {
  const { databaseUrl, dataDir } = options;
  requireDatabase(databaseUrl, dataDir);
  return withDatabase(databaseUrl, dataDir, (database) => examineAll(database, options));
}

async function examineAll(database: Database, { repair, onProgress }: FsckOptions): Promise<FsckReport> {
  const report: FsckReport = { conversations: 0, messages: 0, faults: [] };
  for (let after = ''; ; ) {
    const page = await findPage(database, after);
    for (const finding of page) report.faults.push(...(await examine(database, finding, repair)));
    report.conversations += page.length;
    report.messages += page.reduce((sum, finding) => sum + finding.messages, 0);
    onProgress(report.conversations);
    if (page.length < pageSize) break;
    after = page.at(-1)?.id ?? after;
  }
  report.faults.push(...(await findTwice(database)));
  return report;
}

const dates = new Set(['lastMessageAt', 'sentAt']);
const texts = new Set(['id', 'lowId', 'highId']);

/** Sums come as big integers or decimals, and SQLite's joined times as text. */
async function findPage({ client }: Database, after: string): Promise<Finding[]> {
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
      strangers: finding.strangers ?? 0,
    };
  });
}

async function findTwice({ client }: Database): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { what, sql } of twiceSql) {
    const rows = await client.$queryRawUnsafe<{ channelId: string }[]>(sql);
    faults.push(...rows.map(({ channelId }) => ({ what, channelId, mended: false })));
  }
  return faults;
}

/** What is wrong with one channel. */
async function examine(database: Database, finding: Finding, repair: boolean): Promise<Fault[]> {
  const { id, lowId, highId, lastSeq, messages, firstSeq, topSeq, strangers, members } = finding;
  const faults: Fault[] = [];
  const note = async (wrong: boolean, what: string, mend?: () => Promise<boolean>) => {
    if (!wrong) return;
    faults.push({ what, channelId: id, mended: repair && mend !== undefined && (await mend()) });
  };
  const top = topSeq ?? 0;
  const whole = messages === top && (top === 0 || firstSeq === 1);
  await note(lowId >= highId, 'its two people are not in order');
  await note(strangers > 0, `${strangers} of its messages are from neither of the two`);
  // The text of a missing row is nowhere: there is nothing to mend it from.
  await note(!whole, `its seqs do not run 1…${top}: there are ${messages} messages`);
  await note(
    lastSeq !== top,
    `lastSeq is ${lastSeq}, the last message is ${top}`,
    whole ? () => repairLastMessage(database, id) : undefined,
  );
  const agrees = finding.lastMessageAt?.getTime() === finding.sentAt?.getTime();
  await note(lastSeq === top && !agrees, 'lastMessageAt is not the time of the last message', () =>
    repairLastMessage(database, id),
  );
  await note(members !== 2, `it has ${members} members`, () => repairMembers(database, finding));
  const outside = (finding.marksMin ?? 0) < 0 || (finding.marksMax ?? 0) > Math.max(lastSeq, top);
  await note(outside, 'a read or delivered mark is beyond its messages', () => repairReadStates(database, id));
  return faults;
}
