/** Erases what blocks have frozen of a deleted account. */
import type { UserId } from '../../engine/ports/identifiers.ts';
import type { Transaction } from '../database/database.ts';
import type { MemberIds } from './conversation-members.ts';

const data = { frozenName: null, frozenSeenAt: null, frozenAvatarId: null, frozenStatus: null };

/** Rows in one statement. */
const chunk = 500;

const frozenSql = (side: keyof MemberIds) => `SELECT c.\`id\` FROM \`Channel\` c
  JOIN \`Member\` m ON m.\`channelId\` = c.\`id\` AND m.\`userId\` = c.\`${side}\`
  WHERE c.\`${side}\` = ? AND m.\`frozenReadSeq\` IS NOT NULL`;

/** Comes after the transaction has locked the user's conversations, so that no block freezes the old name meanwhile. */
export async function eraseFrozenProfiles(tx: Transaction, userId: UserId): Promise<void> {
  const rows = await Promise.all(
    (['lowId', 'highId'] as const).map((side) => tx.$queryRawUnsafe<{ id: string }[]>(frozenSql(side), userId)),
  );
  const ids = rows.flat().map(({ id }) => id);
  for (let at = 0; at < ids.length; at += chunk) {
    const where = { userId, channelId: { in: ids.slice(at, at + chunk) } };
    await tx.member.updateMany({ where, data });
  }
}
