/** Mends what `fsck` found, where the messages themselves say what is right; no repair removes or alters a message. */
import { type Database, placeholders, type Transaction, transact } from '../database/database.ts';

interface PairOfIds {
  id: string;
  lowId: string;
  highId: string;
}

/** Runs the repair while nothing can be sent in the channel; answers false when somebody is sending right now. */
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

/** Adds who of the two is missing; nothing is known of what they read. */
export function repairMembers(database: Database, { id, lowId, highId }: PairOfIds): Promise<boolean> {
  const sql = `${database.dialect.insertIgnore} \`Member\` (\`channelId\`, \`userId\`) VALUES ${placeholders(2, 2)}`;
  return whileLocked(database, id, (tx) => tx.$executeRawUnsafe(sql, id, lowId, id, highId));
}

/** Brings the marks back between nothing and the last message. */
export function repairReadStates(database: Database, channelId: string): Promise<boolean> {
  return whileLocked(database, channelId, async (tx) => {
    const { lastSeq } = await tx.channel.findUniqueOrThrow({ where: { id: channelId }, select: { lastSeq: true } });
    for (const column of ['readSeq', 'deliveredSeq'] as const) {
      await tx.member.updateMany({ where: { channelId, [column]: { gt: lastSeq } }, data: { [column]: lastSeq } });
      await tx.member.updateMany({ where: { channelId, [column]: { lt: 0 } }, data: { [column]: 0 } });
    }
  });
}
