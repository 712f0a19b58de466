/** Repairs faults that `fsck` found, from the stored messages; no repair removes or alters a message. */
import type { MemberIds } from '../conversations/conversation-members.ts';
import { type Database, placeholders, type Transaction, transact } from '../database/database.ts';

/** Runs the repair while the conversation is locked; answers false when a message is being stored right now. */
function whileLocked(database: Database, id: string, repair: (tx: Transaction) => Promise<unknown>) {
  return transact(database, async (tx) => {
    const sql = `SELECT \`id\` FROM \`Channel\` WHERE \`id\` = ? ${database.dialect.lockFreeRows}`;
    const free = (await tx.$queryRawUnsafe<unknown[]>(sql, id)).length === 1;
    if (free) await repair(tx);
    return free;
  });
}

/** Sets lastSeq and lastMessageAt by the last message. */
export function repairLastMessage(database: Database, channelId: string): Promise<boolean> {
  return whileLocked(database, channelId, async (tx) => {
    const last = await tx.message.findFirst({ where: { channelId }, orderBy: { seq: 'desc' } });
    const data = { lastSeq: last?.seq ?? 0, lastMessageAt: last?.sentAt ?? null };
    await tx.channel.update({ where: { id: channelId }, data });
  });
}

/** Adds missing members; their read states start at 0. */
export function repairMembers(database: Database, { id, lowId, highId }: MemberIds & { id: string }): Promise<boolean> {
  const sql = `${database.dialect.insertIgnore} \`Member\` (\`channelId\`, \`userId\`) VALUES ${placeholders(2, 2)}`;
  return whileLocked(database, id, (tx) => tx.$executeRawUnsafe(sql, id, lowId, id, highId));
}

/** Limits the read states to the range from 0 to the last message. */
export const repairReadStates = (database: Database, channelId: string) =>
  limitSeqs(database, channelId, ['readSeq', 'deliveredSeq']);

/** Limits what members have marked to the same range. */
export const repairMarks = (database: Database, channelId: string) =>
  limitSeqs(database, channelId, ['archivedSeq', 'unreadSeq']);

type SeqColumn = 'readSeq' | 'deliveredSeq' | 'archivedSeq' | 'unreadSeq';

function limitSeqs(database: Database, channelId: string, columns: readonly SeqColumn[]): Promise<boolean> {
  return whileLocked(database, channelId, async (tx) => {
    const { lastSeq } = await tx.channel.findUniqueOrThrow({ where: { id: channelId }, select: { lastSeq: true } });
    for (const column of columns) {
      await tx.member.updateMany({ where: { channelId, [column]: { gt: lastSeq } }, data: { [column]: lastSeq } });
      await tx.member.updateMany({ where: { channelId, [column]: { lt: 0 } }, data: { [column]: 0 } });
    }
  });
}
