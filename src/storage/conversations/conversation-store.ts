/** The rows of conversations and of how far each of the two got in them. */
import type { Activity, ConversationRecord, ConversationStore } from '../../engine/ports/conversation-port.ts';
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import type { ReadState, ReceiptKind } from '../../engine/ports/read-state-port.ts';
import { type Database, placeholders, transact } from '../database/database.ts';
import { retryContention } from '../database/database-faults.ts';
import { newId } from '../database/row-ids.ts';
import { createConversationQuery } from './conversation-query.ts';
import { asReadState } from './read-state-rows.ts';

const asChannel = { id: true, lowId: true, highId: true, lastSeq: true } as const;

/** Makes the pair's channel if there is none, and its two members. Run in one transaction. */
const openSql = (insertIgnore: string) => ({
  channel: `${insertIgnore} \`Channel\` (\`id\`, \`lowId\`, \`highId\`) VALUES ${placeholders(1, 3)}`,
  members: `${insertIgnore} \`Member\` (\`channelId\`, \`userId\`) VALUES ${placeholders(2, 2)}`,
});

export function createConversationStore(database: Database): ConversationStore {
  const { client, dialect } = database;
  const sql = openSql(dialect.insertIgnore);

  function find(one: UserId, other: UserId): Promise<ConversationRecord | null> {
    const [lowId, highId] = inOrder(one, other);
    return client.channel.findUnique({ where: { lowId_highId: { lowId, highId } }, select: asChannel });
  }

  async function open(one: UserId, other: UserId): Promise<ConversationRecord> {
    return (await find(one, other)) ?? retryContention(() => make(...inOrder(one, other)));
  }

  function make(lowId: UserId, highId: UserId): Promise<ConversationRecord> {
    return transact(database, async (tx) => {
      await tx.$executeRawUnsafe(sql.channel, newId(), lowId, highId);
      const where = { lowId_highId: { lowId, highId } };
      const channel = await tx.channel.findUniqueOrThrow({ where, select: asChannel });
      await tx.$executeRawUnsafe(sql.members, channel.id, lowId, channel.id, highId);
      return channel;
    });
  }

  async function lastSeq(id: ConversationId): Promise<number> {
    return (await client.channel.findUniqueOrThrow({ where: { id }, select: { lastSeq: true } })).lastSeq;
  }

  async function head(id: ConversationId) {
    const select = { lastSeq: true, blockedBy: true } as const;
    const { lastSeq, blockedBy } = await client.channel.findUniqueOrThrow({ where: { id }, select });
    return { lastSeq, blocked: blockedBy !== 0 };
  }

  async function readStates(channelId: ConversationId): Promise<ReadState[]> {
    return (await client.member.findMany({ where: { channelId } })).map(asReadState);
  }

  async function advance(channelId: ConversationId, userId: UserId, kind: ReceiptKind, seq: number): Promise<boolean> {
    const column = kind === 'read' ? 'readSeq' : 'deliveredSeq';
    const where = { channelId, userId, [column]: { lt: seq } };
    return (await client.member.updateMany({ where, data: { [column]: seq } })).count > 0;
  }

  /** Two ranges of an index for each person. */
  async function activeWithin(userIds: readonly UserId[], ms: number): Promise<Activity[]> {
    if (userIds.length === 0) return [];
    const since = dialect.time(-ms);
    const half = (
      side: string,
    ) => `SELECT \`${side}\` AS \`userId\`, \`id\` AS \`channelId\`, \`lastSeq\` FROM \`Channel\`
      WHERE \`${side}\` IN (${placeholders(userIds.length)}) AND \`activeSecond\` >= ${dialect.secondOf(since)} AND \`lastMessageAt\` > ${since}`;
    return client.$queryRawUnsafe(`${half('lowId')} UNION ALL ${half('highId')}`, ...userIds, ...userIds);
  }

  return { find, open, lastSeq, head, readStates, advance, activeWithin, list: createConversationQuery(database) };
}

function inOrder(one: UserId, other: UserId): [UserId, UserId] {
  return one < other ? [one, other] : [other, one];
}
