/** Reads a page of somebody's conversations: two index ranges, and what each entry shows. */

import type { ConversationCursor, ConversationEntry } from '../../engine/ports/conversation-port.ts';
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import type { ReadState } from '../../engine/ports/read-state-port.ts';
import { type Database, placeholders } from '../database/database.ts';
import type { Prisma } from '../generated/mysql/client.ts';
import { asStoredMessage } from '../messages/message-rows.ts';
import { asReadState } from './read-state-rows.ts';

interface ChannelRow {
  id: ConversationId;
  lowId: UserId;
  highId: UserId;
  lastSeq: number;
  lastMessageAt: Date | null;
}
type ActiveRow = ChannelRow & { lastMessageAt: Date };

interface Page {
  after: ConversationCursor | null;
  limit: number;
}

type Where = Prisma.ChannelWhereInput;

const asPerson = { id: true, username: true, displayName: true, lastSeenAt: true } as const;

/** What somebody has not read: messages of the other beyond his own mark. */
const unreadSql = (channels: number) => `
  SELECT m.\`channelId\`, COUNT(*) AS \`unread\`
  FROM \`Member\` me JOIN \`Message\` m ON m.\`channelId\` = me.\`channelId\` AND m.\`seq\` > me.\`readSeq\`
  WHERE me.\`channelId\` IN (${placeholders(channels)}) AND me.\`userId\` = ? AND m.\`senderId\` <> ?
  GROUP BY m.\`channelId\``;

export function createConversationQuery({ client }: Database) {
  /** Somebody is `low` in some channels and `high` in others; each half is a range of its own index. */
  async function newest(userId: UserId, page: Page): Promise<ActiveRow[]> {
    const halves = (['lowId', 'highId'] as const).map((side) =>
      newestOf({ [side]: userId, ...beyond(page.after) }, page),
    );
    return (await Promise.all(halves)).flat().sort(byActivity).slice(0, page.limit);
  }

  /** The index knows the second alone: within the last one of a full page, the newest are looked for by themselves. */
  async function newestOf(where: Where, { limit }: Page): Promise<ActiveRow[]> {
    const rows = await client.channel.findMany({ where, orderBy: { activeSecond: 'desc' }, take: limit });
    const last = rows.at(-1)?.activeSecond;
    if (rows.length < limit || last == null) return rows as ActiveRow[];
    const rest = await client.channel.findMany({
      where: { ...where, AND: { activeSecond: last } },
      orderBy: [{ lastMessageAt: 'desc' }, { id: 'desc' }],
      take: limit,
    });
    return [...rows.filter(({ activeSecond }) => activeSecond !== last), ...rest] as ActiveRow[];
  }

  async function unreadCounts(channelIds: ConversationId[], userId: UserId): Promise<Map<ConversationId, number>> {
    const sql = unreadSql(channelIds.length);
    const rows = await client.$queryRawUnsafe<{ channelId: ConversationId; unread: bigint }[]>(
      sql,
      ...channelIds,
      userId,
      userId,
    );
    return new Map(rows.map((row) => [row.channelId, Number(row.unread)]));
  }

  return async (userId: UserId, page: Page): Promise<ConversationEntry[]> => {
    const channels = await newest(userId, page);
    if (channels.length === 0) return [];
    const ids = channels.map((channel) => channel.id);
    const [messages, members, people, unread] = await Promise.all([
      client.message.findMany({ where: { OR: channels.map(({ id, lastSeq }) => ({ channelId: id, seq: lastSeq })) } }),
      client.member.findMany({ where: { channelId: { in: ids } } }),
      client.user.findMany({ where: { id: { in: channels.map((row) => peerOf(row, userId)) } }, select: asPerson }),
      unreadCounts(ids, userId),
    ]);
    const messageOf = new Map(messages.map((row) => [row.channelId, asStoredMessage(row)]));
    const personOf = new Map(people.map((user) => [user.id, user]));
    const readStateOf = (channelId: ConversationId, userId: UserId): ReadState => {
      const member = members.find((row) => row.channelId === channelId && row.userId === userId);
      return member ? asReadState(member) : { userId, readSeq: 0, deliveredSeq: 0 };
    };
    return channels.flatMap((channel) => {
      const peer = personOf.get(peerOf(channel, userId));
      const lastMessage = messageOf.get(channel.id);
      if (!peer || !lastMessage) return [];
      const { lastMessageAt } = channel;
      const states = { mine: readStateOf(channel.id, userId), peers: readStateOf(channel.id, peer.id) };
      return [
        { conversation: channel, peer, lastMessageAt, lastMessage, unread: unread.get(channel.id) ?? 0, ...states },
      ];
    });
  };
}

function beyond(after: ConversationCursor | null): Where {
  if (!after) return { activeSecond: { not: null } };
  const { lastMessageAt, channelId } = after;
  return {
    activeSecond: { lte: BigInt(Math.floor(lastMessageAt.getTime() / 1_000)) },
    OR: [{ lastMessageAt: { lt: lastMessageAt } }, { lastMessageAt, id: { lt: channelId } }],
  };
}

const peerOf = (channel: ChannelRow, me: UserId) => (channel.lowId === me ? channel.highId : channel.lowId);

function byActivity(a: ActiveRow, b: ActiveRow): number {
  return b.lastMessageAt.getTime() - a.lastMessageAt.getTime() || (a.id < b.id ? 1 : -1);
}
