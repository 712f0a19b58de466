/** Reads a page of somebody's conversations: two index ranges, and what each entry shows. */
import type { ChannelId, ConversationCursor, ConversationEntry, Marks, UserId } from '../chat/ports.ts';
import { type Database, placeholders } from './database.ts';
import { asMarks } from './member-rows.ts';
import { asStoredMessage } from './message-rows.ts';

interface ChannelRow {
  id: ChannelId;
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

const asPerson = { id: true, username: true, displayName: true, lastSeenAt: true } as const;

/** What somebody has not read: messages of the other beyond his own mark. */
const unreadSql = (channels: number) => `
  SELECT m.\`channelId\`, COUNT(*) AS \`unread\`
  FROM \`Member\` me JOIN \`Message\` m ON m.\`channelId\` = me.\`channelId\` AND m.\`seq\` > me.\`readSeq\`
  WHERE me.\`channelId\` IN (${placeholders(channels)}) AND me.\`userId\` = ? AND m.\`senderId\` <> ?
  GROUP BY m.\`channelId\``;

export function createConversationQuery({ client }: Database) {
  /** Somebody is `low` in some channels and `high` in others; each half is a range of its own index. */
  async function newest(userId: UserId, { after, limit }: Page): Promise<ActiveRow[]> {
    const beyond = after
      ? [
          { lastMessageAt: { lt: after.lastMessageAt } },
          { lastMessageAt: after.lastMessageAt, id: { lt: after.channelId } },
        ]
      : [{ lastMessageAt: { not: null } }];
    const halves = (['lowId', 'highId'] as const).map((side) =>
      client.channel.findMany({
        where: { [side]: userId, OR: beyond },
        orderBy: [{ lastMessageAt: 'desc' }, { id: 'desc' }],
        take: limit,
      }),
    );
    const rows = (await Promise.all(halves)).flat() as ActiveRow[];
    return rows.sort(byActivity).slice(0, limit);
  }

  async function unreadCounts(channelIds: ChannelId[], userId: UserId): Promise<Map<ChannelId, number>> {
    const sql = unreadSql(channelIds.length);
    const rows = await client.$queryRawUnsafe<{ channelId: ChannelId; unread: bigint }[]>(
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
    const personOf = new Map(people.map((person) => [person.id, person]));
    const marksOf = (channelId: ChannelId, userId: UserId): Marks => {
      const member = members.find((row) => row.channelId === channelId && row.userId === userId);
      return member ? asMarks(member) : { userId, readSeq: 0, deliveredSeq: 0 };
    };
    return channels.flatMap((channel) => {
      const peer = personOf.get(peerOf(channel, userId));
      const lastMessage = messageOf.get(channel.id);
      if (!peer || !lastMessage) return [];
      const { lastMessageAt } = channel;
      const marks = { mine: marksOf(channel.id, userId), peers: marksOf(channel.id, peer.id) };
      return [{ channel, peer, lastMessageAt, lastMessage, unread: unread.get(channel.id) ?? 0, ...marks }];
    });
  };
}

const peerOf = (channel: ChannelRow, me: UserId) => (channel.lowId === me ? channel.highId : channel.lowId);

function byActivity(a: ActiveRow, b: ActiveRow): number {
  return b.lastMessageAt.getTime() - a.lastMessageAt.getTime() || (a.id < b.id ? 1 : -1);
}
