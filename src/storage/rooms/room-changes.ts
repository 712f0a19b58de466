/** Changes the title and the members of a room, within one transaction. */
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import type { ChangedRoom, RoomChange, RoomRole } from '../../engine/ports/room-port.ts';
import { roomLimits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { placeholders, type Transaction } from '../database/database.ts';
import type { Dialect } from '../database/dialect.ts';
import { noRoom } from '../messages/sending-members.ts';
import { roleNames, roles, roomKind } from './room-columns.ts';
import { addMembers, removeDrafts } from './room-members.ts';

type Roles = Map<UserId, RoomRole>;

/** @throws Refusal */
export async function applyChange(tx: Transaction, dialect: Dialect, change: RoomChange): Promise<ChangedRoom> {
  const { channelId, actorId } = change;
  // The row that messages lock, too: none of a removed member comes after this.
  const lock = `UPDATE \`Channel\` SET \`id\` = \`id\` WHERE \`id\` = ? AND \`kind\` = ${roomKind}`;
  if ((await tx.$executeRawUnsafe(lock, channelId)) === 0) throw noRoom();
  const before = await rolesOf(tx, channelId);
  refuseStranger(before.get(actorId), change);
  const added = (change.add ?? []).filter((userId) => !before.has(userId));
  const removed = (change.remove ?? []).filter((userId) => before.has(userId));
  const memberCount = before.size + added.length - removed.length;
  if (memberCount > roomLimits.membersMax) throw tooManyMembers();
  await addMembers(tx, dialect, channelId, added, 'member');
  await setRole(tx, channelId, removed, 0);
  await removeDrafts(tx, channelId, removed);
  const members = new Map([...before].filter(([userId]) => !removed.includes(userId)));
  const promoted = (change.promote ?? []).filter((userId) => members.has(userId));
  await setRole(tx, channelId, promoted, roles.owner);
  const hasOwner = promoted.length > 0 || [...members.values()].includes('owner');
  if (!hasOwner) await promoteFirst(tx, channelId);
  const { title, isRenamed } = await writeRoom(tx, dialect, change, memberCount);
  return { room: { channelId, title, memberCount }, added, removed, isRenamed };
}

async function rolesOf(tx: Transaction, channelId: ConversationId): Promise<Roles> {
  const rows = await tx.member.findMany({
    where: { channelId, role: { gt: 0 } },
    select: { userId: true, role: true },
  });
  return new Map(rows.map(({ userId, role }) => [userId, roleNames[role] ?? 'member']));
}

/** A member who is no owner may only leave. */
function refuseStranger(role: RoomRole | undefined, { actorId, title, add, remove = [], promote }: RoomChange): void {
  if (!role) throw noRoom();
  const onlyLeaves = !title && !add?.length && !promote?.length && remove.every((userId) => userId === actorId);
  if (role !== 'owner' && !onlyLeaves) throw new Refusal('forbidden', 'Only an owner of the room may do this.');
}

async function setRole(tx: Transaction, channelId: ConversationId, userIds: readonly UserId[], role: number) {
  if (userIds.length === 0) return;
  const sql = `UPDATE \`Member\` SET \`role\` = ? WHERE \`channelId\` = ? AND \`userId\` IN (${placeholders(userIds.length)})`;
  await tx.$executeRawUnsafe(sql, role, channelId, ...[...userIds].sort());
}

/** A room with members has an owner. */
async function promoteFirst(tx: Transaction, channelId: ConversationId): Promise<void> {
  const first = await tx.member.findFirst({
    where: { channelId, role: { gt: 0 } },
    orderBy: [{ joinedAt: 'asc' }, { userId: 'asc' }],
    select: { userId: true },
  });
  if (first) await setRole(tx, channelId, [first.userId], roles.owner);
}

async function writeRoom(tx: Transaction, dialect: Dialect, { channelId, title }: RoomChange, memberCount: number) {
  const before = await tx.room.findUniqueOrThrow({ where: { channelId }, select: { title: true } });
  const now = title ?? before.title;
  await tx.$executeRawUnsafe(
    `UPDATE \`Room\` SET \`title\` = ?, \`memberCount\` = ?, \`changedAt\` = ${dialect.time(0)} WHERE \`channelId\` = ?`,
    now,
    memberCount,
    channelId,
  );
  return { title: now, isRenamed: now !== before.title };
}

const tooManyMembers = () =>
  new Refusal('invalid_input', 'The room would have too many members.', {
    fields: { add: `must leave the room with at most ${roomLimits.membersMax} members` },
  });
