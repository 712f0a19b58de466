/**
 * Stores users' drafts. All drafts of a user share one counter of versions, the highest version of the user's rows. A
 * removed draft keeps its row as a tombstone, without the text, so that a device that saves with an older version gets
 * `conflict`. The tombstones of the lowest versions are purged beyond their number; the row with the highest version
 * stays, so no version is ever used twice, and an older `base` conflicts also where the tombstone is gone. Of a draft in a
 * room, `peerId` is the id of the room.
 */
import type { DraftOutcome, DraftStore, ListedDraft, StoredDraft } from '../../engine/ports/draft-port.ts';
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import { limits, seqMax } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import { type Database, type Transaction, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import { expectMember } from '../rooms/room-members.ts';

/** Tombstones of one user. */
const tombstonesMax = 1_000;

/** Above every version. */
const versionsEnd = seqMax + 1;

interface DraftKey {
  userId: UserId;
  peerId: UserId | ConversationId;
}

interface Bounds {
  drafts: number;
  tombstones: number;
}

export function createDraftStore(
  database: Database,
  bounds: Bounds = { drafts: limits.draftsMax, tombstones: tombstonesMax },
): DraftStore {
  const change = (key: DraftKey, made: { text: string; base: number }, room?: ConversationId) =>
    retryContention(() =>
      transact(database, async (tx) => {
        await lockUser(tx, key.userId);
        if (room !== undefined) await expectMember(tx, database.dialect, room, key.userId);
        return save(tx, key, made, bounds);
      }),
    );
  return {
    save: (userId, peerId, text, base) => change({ userId, peerId }, { text, base }),
    saveInRoom: (userId, channelId, text, base) => change({ userId, peerId: channelId }, { text, base }, channelId),
    list: (userId, query) => list(database, userId, query),
  };
}

interface ListedRow extends StoredDraft {
  peerId: string;
  /** Null in a room. */
  username: string | null;
}

/** The user's drafts in the order of their index, each with the one row that its `peerId` names. */
const listSql = `SELECT d.\`peerId\`, d.\`text\`, d.\`version\`, d.\`updatedAt\`, u.\`username\`
  FROM \`Draft\` d LEFT JOIN \`User\` u ON u.\`id\` = d.\`peerId\`
  LEFT JOIN \`Member\` m ON m.\`channelId\` = d.\`peerId\` AND m.\`userId\` = d.\`userId\` AND m.\`role\` > 0
  WHERE d.\`userId\` = ? AND d.\`isRemoved\` = 0 AND d.\`version\` < ? AND d.\`peerId\` <> ?
    AND (u.\`id\` IS NOT NULL OR (? = 1 AND m.\`channelId\` IS NOT NULL))
  ORDER BY d.\`version\` DESC LIMIT ?`;

async function list({ client }: Database, ...[userId, query]: Parameters<DraftStore['list']>): Promise<ListedDraft[]> {
  const { before, limit, rooms = false, except = '' } = query;
  const values = [userId, before ?? versionsEnd, except, rooms ? 1 : 0, limit];
  const rows = await client.$queryRawUnsafe<ListedRow[]>(listSql, ...values);
  return rows.map(({ peerId, username, ...draft }) => ({
    ...draft,
    place: username === null ? { conversation: peerId } : { with: username },
  }));
}

/** A statement that changes nothing locks the row in both databases: the drafts of one user change one after the other. */
async function lockUser(tx: Transaction, userId: UserId): Promise<void> {
  await tx.$executeRawUnsafe('UPDATE `User` SET `id` = `id` WHERE `id` = ?', userId);
  const user = await tx.user.findUnique({ where: { id: userId }, select: { deletedAt: true } });
  if (!user || user.deletedAt) throw new Refusal('unauthorized', 'This account has been deleted.');
}

async function save(
  tx: Transaction,
  key: DraftKey,
  { text, base }: { text: string; base: number },
  bounds: Bounds,
): Promise<DraftOutcome> {
  const { userId } = key;
  const stored = await tx.draft.findUnique({
    where: { userId_peerId: key },
    select: { text: true, version: true, updatedAt: true },
  });
  if (text === (stored?.text ?? '')) return { isChanged: false, draft: stored };
  if (!isMadeFrom(base, stored)) throw changedMeanwhile(stored);
  if (text !== '' && !stored?.text) await expectSpace(tx, userId, bounds.drafts);
  const isRemoved = text === '' ? 1 : 0;
  const draft = { text, version: (await lastVersion(tx, userId)) + 1, updatedAt: new Date() };
  const row = { ...draft, isRemoved };
  await tx.draft.upsert({ where: { userId_peerId: key }, create: { ...key, ...row }, update: row });
  if (isRemoved) await purge(tx, userId, bounds.tombstones);
  return { isChanged: true, draft };
}

/** A text that was made from none may follow a removed one. */
function isMadeFrom(base: number, stored: StoredDraft | null): boolean {
  return base === (stored?.version ?? 0) || (base === 0 && !stored?.text);
}

function changedMeanwhile(stored: StoredDraft | null): Refusal {
  const data = { text: stored?.text ?? '', version: stored?.version ?? 0 };
  return new Refusal('conflict', 'Another device has changed this draft meanwhile.', { data });
}

async function expectSpace(tx: Transaction, userId: UserId, max: number): Promise<void> {
  if ((await tx.draft.count({ where: { userId, isRemoved: 0 } })) < max) return;
  throw new Refusal(
    'invalid_input',
    `You have ${max} drafts, the most there may be. Send or remove one of them first.`,
  );
}

async function lastVersion(tx: Transaction, userId: UserId): Promise<number> {
  const { _max } = await tx.draft.aggregate({ where: { userId }, _max: { version: true } });
  return _max.version ?? 0;
}

async function purge(tx: Transaction, userId: UserId, max: number): Promise<void> {
  const [oldestKept] = await tx.draft.findMany({
    where: { userId, isRemoved: 1 },
    orderBy: { version: 'desc' },
    skip: max - 1,
    take: 1,
    select: { version: true },
  });
  if (!oldestKept) return;
  await tx.draft.deleteMany({ where: { userId, isRemoved: 1, version: { lt: oldestKept.version } } });
}
