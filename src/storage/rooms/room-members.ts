/** Writes the members of rooms, within the transaction of a change. */
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import { lobbyId, type RoomRole } from '../../engine/ports/room-port.ts';
import { roomLimits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { placeholders, type Transaction } from '../database/database.ts';
import type { Dialect } from '../database/dialect.ts';
import { noRoom } from '../messages/sending-members.ts';
import { roles } from './room-columns.ts';

/** Messages of the time before a user joins count as read. The accounts' rows come first: their lock keeps the counts right. */
export async function addMembers(
  tx: Transaction,
  dialect: Dialect,
  channelId: ConversationId,
  userIds: readonly UserId[],
  role: RoomRole,
): Promise<void> {
  if (userIds.length === 0) return;
  const ids = [...userIds].sort();
  await tx.$executeRawUnsafe(
    `UPDATE \`User\` SET \`id\` = \`id\` WHERE \`id\` IN (${placeholders(ids.length)})`,
    ...ids,
  );
  await refuseTooMany(tx, ids);
  const { lastSeq } = await tx.channel.findUniqueOrThrow({ where: { id: channelId }, select: { lastSeq: true } });
  const rows = ids.map(() => `(?, ?, ${roles[role]}, ${dialect.time(0)}, ?, ?)`).join(', ');
  const set = ['role', 'joinedAt', 'readSeq', 'deliveredSeq']
    .map((name) => `\`${name}\` = ${dialect.proposed(name)}`)
    .join(', ');
  await tx.$executeRawUnsafe(
    `INSERT INTO \`Member\` (${columns}) VALUES ${rows} ${dialect.onDuplicateKey} ${set}`,
    ...ids.flatMap((userId) => [channelId, userId, lastSeq, lastSeq]),
  );
}

const columns = ['channelId', 'userId', 'role', 'joinedAt', 'readSeq', 'deliveredSeq']
  .map((name) => `\`${name}\``)
  .join(', ');

/** The lobby counts as none of them. */
async function refuseTooMany(tx: Transaction, ids: readonly UserId[]): Promise<void> {
  const sql = `SELECT \`userId\` FROM \`Member\` WHERE \`userId\` IN (${placeholders(ids.length)}) AND \`role\` > 0 AND \`channelId\` <> ?
    GROUP BY \`userId\` HAVING COUNT(*) >= ? LIMIT 1`;
  const full = await tx.$queryRawUnsafe<unknown[]>(sql, ...ids, lobbyId, roomLimits.roomsMax);
  if (full.length === 0) return;
  const fields = { members: `must each be in fewer than ${roomLimits.roomsMax} rooms` };
  throw new Refusal('invalid_input', 'One of these users is in too many rooms.', { fields });
}

/** The membership stays until the transaction ends. @throws Refusal `not_found` */
export async function expectMember(
  tx: Transaction,
  { lockShared }: Dialect,
  channelId: ConversationId,
  userId: UserId,
): Promise<void> {
  const sql = `SELECT 1 AS \`found\` FROM \`Member\` WHERE \`channelId\` = ? AND \`userId\` = ? AND \`role\` > 0 ${lockShared}`;
  if ((await tx.$queryRawUnsafe<unknown[]>(sql, channelId, userId)).length === 0) throw noRoom();
}

/** Of members who leave. Each draft keeps its version: the user's next one must be higher. */
export async function removeDrafts(
  tx: Transaction,
  channelId: ConversationId,
  userIds: readonly UserId[],
): Promise<void> {
  if (userIds.length === 0) return;
  const sql = `UPDATE \`Draft\` SET \`text\` = '', \`isRemoved\` = 1
    WHERE \`peerId\` = ? AND \`userId\` IN (${placeholders(userIds.length)})`;
  await tx.$executeRawUnsafe(sql, channelId, ...[...userIds].sort());
}
