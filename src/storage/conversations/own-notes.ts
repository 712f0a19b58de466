/** Erases the notes of a deleted account to itself: nobody is left to read them. */

import { fileKey, previewKey } from '../../engine/ports/file-bytes-port.ts';
import type { UserId } from '../../engine/ports/identifiers.ts';
import { placeholders, type Transaction } from '../database/database.ts';
import type { Dialect } from '../database/dialect.ts';
import { noteRemoved } from '../files/removed-file-store.ts';
import { inOrder } from './conversation-members.ts';

/** Messages in one statement, so that each statement ends in time. */
const chunk = 1_000;

const ofMessages = ['Reaction', 'MessageVersion', 'ChangedMessage', 'Message'];

/** The conversation's row comes first: its lock keeps a message under way out. */
export async function eraseOwnNotes(tx: Transaction, dialect: Dialect, userId: UserId): Promise<void> {
  const notes = await tx.channel.findUnique({ where: { lowId_highId: inOrder(userId, userId) } });
  if (!notes) return;
  const { id, lastSeq } = notes;
  await tx.channel.delete({ where: { id } });
  await eraseFiles(tx, dialect, id);
  for (let from = 1; from <= lastSeq; from += chunk) {
    for (const table of ofMessages) {
      const sql = `DELETE FROM \`${table}\` WHERE \`channelId\` = ? AND \`seq\` BETWEEN ? AND ?`;
      await tx.$executeRawUnsafe(sql, id, from, from + chunk - 1);
    }
  }
  await tx.member.deleteMany({ where: { channelId: id } });
  await tx.searchSegment.deleteMany({ where: { channelId: id } });
  await tx.searchProgress.deleteMany({ where: { channelId: id } });
}

async function eraseFiles(tx: Transaction, dialect: Dialect, channelId: string): Promise<void> {
  for (;;) {
    const rows = await tx.file.findMany({ where: { channelId }, select: { id: true }, take: chunk });
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return;
    await noteRemoved(
      tx,
      dialect,
      ids.flatMap((id) => [fileKey(id), previewKey(id)]),
    );
    await tx.$executeRawUnsafe(`DELETE FROM \`File\` WHERE \`id\` IN (${placeholders(ids.length)})`, ...ids);
  }
}
