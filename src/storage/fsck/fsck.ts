/** Checks the invariants of a live database page by page, and repairs faults where no text is lost. */
import { isInOrder, memberCount } from '../conversations/conversation-members.ts';
import type { Database } from '../database/database.ts';
import { refuseNewerDatabase } from '../database/migrations.ts';
import { requireDatabase, withDatabase } from '../database/open-database.ts';
import type { StorageOptions } from '../stores.ts';
import { findChangeFaults } from './change-findings.ts';
import { findFileFaults } from './file-findings.ts';
import { type Finding, findPage, pageSize } from './findings.ts';
import { findInviteFaults } from './invite-findings.ts';
import { findNameFaults } from './name-findings.ts';
import { repairLastMessage, repairMarks, repairMembers, repairReadStates } from './repairs.ts';
import { findRoomFaults } from './room-findings.ts';
import { findSearchFaults } from './search-findings.ts';
import { findSubscriptionFaults } from './subscription-findings.ts';

/** A broken invariant. */
export interface Fault {
  what: string;
  /** Null when it concerns no conversation. */
  channelId: string | null;
  repaired: boolean;
}

export interface FsckReport {
  conversations: number;
  messages: number;
  faults: Fault[];
}

export interface FsckOptions extends StorageOptions {
  repair: boolean;
  /** Called after each page with the number of conversations checked. */
  onProgress(channels: number): void;
}

/** Duplicates, which unique keys forbid. The queries follow the order of the keys, so they need little memory. */
const duplicateSql = [
  {
    what: 'a pair has two conversations',
    sql: 'SELECT MIN(`id`) AS `channelId` FROM `Channel` GROUP BY `lowId`, `highId` HAVING COUNT(*) > 1 LIMIT 100',
  },
  {
    what: 'a clientId of one sender occurs twice',
    sql: 'SELECT MIN(`channelId`) AS `channelId` FROM `Message` GROUP BY `senderId`, `clientId` HAVING COUNT(*) > 1 LIMIT 100',
  },
];

/** @throws Error when the database does not exist or cannot be reached. */
export async function fsck(options: FsckOptions): Promise<FsckReport> {
  const { databaseUrl, dataDir } = options;
  requireDatabase(databaseUrl, dataDir);
  return withDatabase(databaseUrl, dataDir, async (database) => {
    await refuseNewerDatabase(database);
    return examineAll(database, options);
  });
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
  report.faults.push(...(await findDuplicates(database)));
  for (const found of await findChangeFaults(database)) report.faults.push({ ...found, repaired: false });
  for (const found of await findRoomFaults(database)) report.faults.push({ ...found, repaired: false });
  for (const found of await findFileFaults(database)) report.faults.push({ ...found, repaired: false });
  report.faults.push(...(await findSearchFaults(database, repair)));
  for (const what of await findInviteFaults(database)) report.faults.push({ what, channelId: null, repaired: false });
  const more = [...(await findNameFaults(database, repair)), ...(await findSubscriptionFaults(database, repair))];
  for (const found of more) report.faults.push({ ...found, channelId: null });
  return report;
}

async function findDuplicates({ client }: Database): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { what, sql } of duplicateSql) {
    const rows = await client.$queryRawUnsafe<{ channelId: string }[]>(sql);
    faults.push(...rows.map(({ channelId }) => ({ what, channelId, repaired: false })));
  }
  return faults;
}

/** Checks one conversation, and repairs it if asked to. */
async function examine(database: Database, finding: Finding, repair: boolean): Promise<Fault[]> {
  const { id, kind, lastSeq, messages, firstSeq, topSeq, foreignMessages, members } = finding;
  const isRoom = kind !== 0;
  const faults: Fault[] = [];
  const note = async (wrong: boolean, what: string, fix?: () => Promise<boolean>) => {
    if (!wrong) return;
    faults.push({ what, channelId: id, repaired: repair && fix !== undefined && (await fix()) });
  };
  const top = topSeq ?? 0;
  const whole = messages === top && (top === 0 || firstSeq === 1);
  await note(!isRoom && !isInOrder(finding), 'its two members are not in order');
  await note(!isRoom && foreignMessages > 0, `${foreignMessages} of its messages are from neither of the two`);
  // A missing message cannot be repaired: its text is stored nowhere else.
  await note(!whole, `its seqs do not run 1…${top}: there are ${messages} messages`);
  await note(
    lastSeq !== top,
    `lastSeq is ${lastSeq}, the last message is ${top}`,
    whole ? () => repairLastMessage(database, id) : undefined,
  );
  const agrees = finding.lastMessageAt?.getTime() === finding.sentAt?.getTime();
  // That of an empty room is the time of its creation.
  const isNew = isRoom && top === 0;
  await note(lastSeq === top && !agrees && !isNew, 'lastMessageAt is not the time of the last message', () =>
    repairLastMessage(database, id),
  );
  const isShort = !isRoom && members !== memberCount(finding);
  await note(isShort, `it has ${members} members`, () => repairMembers(database, finding));
  const outside = (finding.stateMin ?? 0) < 0 || (finding.stateMax ?? 0) > Math.max(lastSeq, top);
  await note(outside, 'a read state is beyond its messages', () => repairReadStates(database, id));
  const isMarkOutside = (finding.markMin ?? 0) < 0 || (finding.markMax ?? 0) > Math.max(lastSeq, top);
  await note(isMarkOutside, 'it is archived or marked as unread beyond its messages', () => repairMarks(database, id));
  return faults;
}
