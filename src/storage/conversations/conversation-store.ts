/** Stores conversations and the read states of their members. */
import type {
  Activity,
  ChangeActivity,
  ConversationRecord,
  ConversationStore,
} from '../../engine/ports/conversation-port.ts';
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import type { ReadState } from '../../engine/ports/read-state-port.ts';
import { type Database, placeholders, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import type { Writer } from '../database/writer.ts';
import { activeRooms, changesOfRooms } from '../rooms/room-activity.ts';
import { inOrder, type MemberIds, newConversationId } from './conversation-members.ts';
import { createConversationQuery } from './conversation-query.ts';
import { createReadStateQueue } from './read-state-queue.ts';
import { asReadState, readStateColumns } from './read-state-rows.ts';
import { reachedAt } from './receipt-times.ts';

const recordColumns = { id: true, lowId: true, highId: true, lastSeq: true, rev: true } as const;

/** @param writer - its connections are used for read states only: an append waits for none. */
export function createConversationStore(database: Database, writer: Writer): ConversationStore {
  return {
    locate: (one, other) => locate(database, one, other),
    membersOf: (id) => membersOf(database, id),
    open: (one, other) => open(database, one, other),
    head: (id) => head(database, id),
    readStates: (id) => readStates(database, id),
    advance: createReadStateQueue(database, writer),
    reachedAt: (...place) => reachedAt(database, ...place),
    activeWithin: (userIds, ms) => activeWithin(database, userIds, ms),
    changedWithin: (userIds, ms) => changedWithin(database, userIds, ms),
    list: createConversationQuery(database),
  };
}

const findByMembers = ({ client }: Database, members: MemberIds): Promise<ConversationRecord | null> =>
  client.channel.findUnique({ where: { lowId_highId: members }, select: recordColumns });

async function locate(database: Database, one: UserId, other: UserId) {
  const members = inOrder(one, other);
  const found = await findByMembers(database, members);
  return { id: found?.id ?? newConversationId(members), isOpen: found !== null };
}

async function membersOf({ client }: Database, id: ConversationId) {
  const row = await client.channel.findUnique({ where: { id }, select: { lowId: true, highId: true, kind: true } });
  return row && { members: [row.lowId, row.highId], isRoom: row.kind !== 0 };
}

async function open(database: Database, one: UserId, other: UserId): Promise<ConversationRecord> {
  const members = inOrder(one, other);
  return (await findByMembers(database, members)) ?? retryContention(() => create(database, members));
}

/** Creates the conversation and its members, unless another node does so at once. */
function create(database: Database, members: MemberIds): Promise<ConversationRecord> {
  const { insertIgnore } = database.dialect;
  const conversationSql = `${insertIgnore} \`Channel\` (\`id\`, \`lowId\`, \`highId\`) VALUES ${placeholders(1, 3)}`;
  const membersSql = `${insertIgnore} \`Member\` (\`channelId\`, \`userId\`) VALUES ${placeholders(2, 2)}`;
  const { lowId, highId } = members;
  return transact(database, async (tx) => {
    await tx.$executeRawUnsafe(conversationSql, newConversationId(members), lowId, highId);
    // Another node may have created it, under another id when it runs an older version.
    const where = { lowId_highId: members };
    const conversation = await tx.channel.findUniqueOrThrow({ where, select: recordColumns });
    await tx.$executeRawUnsafe(membersSql, conversation.id, lowId, conversation.id, highId);
    return conversation;
  });
}

async function head({ client }: Database, id: ConversationId) {
  const row = await client.channel.findUnique({ where: { id }, select: { lastSeq: true, rev: true, blockedBy: true } });
  return { lastSeq: row?.lastSeq ?? 0, rev: row?.rev ?? 0, blocked: (row?.blockedBy ?? 0) !== 0 };
}

async function readStates({ client }: Database, channelId: ConversationId): Promise<ReadState[]> {
  return (await client.member.findMany({ where: { channelId }, select: readStateColumns })).map(asReadState);
}

/** One index range for each user and side. */
async function activeWithin(database: Database, userIds: readonly UserId[], ms: number): Promise<Activity[]> {
  if (userIds.length === 0) return [];
  const { client, dialect } = database;
  const since = dialect.time(-ms);
  const half = (
    side: keyof MemberIds,
  ) => `SELECT \`${side}\` AS \`userId\`, \`id\` AS \`channelId\`, \`lastSeq\` FROM \`Channel\`
    WHERE \`${side}\` IN (${placeholders(userIds.length)}) AND \`activeSecond\` >= ${dialect.secondOf(since)} AND \`lastMessageAt\` > ${since}`;
  const [pairs, rooms] = await Promise.all([
    client.$queryRawUnsafe<Activity[]>(`${half('lowId')} UNION ALL ${half('highId')}`, ...userIds, ...userIds),
    activeRooms(database, userIds, ms),
  ]);
  return [...pairs, ...rooms];
}

/** One index range: the conversations with a change in this time, of all users. */
async function changedWithin(database: Database, userIds: readonly UserId[], ms: number): Promise<ChangeActivity[]> {
  const { client, dialect } = database;
  const wanted = new Set(userIds);
  const sql = `SELECT \`id\`, \`lowId\`, \`highId\`, \`kind\`, \`rev\` FROM \`Channel\` WHERE \`changedAt\` > ${dialect.time(-ms)}`;
  const rows = await client.$queryRawUnsafe<(MemberIds & { id: ConversationId; kind: number; rev: number })[]>(sql);
  const pairs = rows.flatMap(({ id, lowId, highId, rev }) =>
    [...new Set([lowId, highId])]
      .filter((userId) => wanted.has(userId))
      .map((userId) => ({ userId, channelId: id, rev })),
  );
  const rooms = rows.filter(({ kind }) => Number(kind) !== 0);
  return [...pairs, ...(await changesOfRooms(database, rooms, userIds))];
}
