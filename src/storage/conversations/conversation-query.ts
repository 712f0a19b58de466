/** Reads a page of a user's conversations, with everything that each entry shows. */

import type { ConversationEntry, ConversationStore } from '../../engine/ports/conversation-port.ts';
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import type { ReadState } from '../../engine/ports/read-state-port.ts';
import type { Database } from '../database/database.ts';
import { userColumns } from '../identity/user-columns.ts';
import { type ActiveRow, archivedOf, listedOf } from './active-rows.ts';
import { peerOf } from './conversation-members.ts';
import { lastMessages } from './last-messages.ts';
import { asReadState, readStateColumns } from './read-state-rows.ts';
import { countUnread } from './unread-counts.ts';

export function createConversationQuery(database: Database): ConversationStore['list'] {
  return async (userId, { archived = false, ...page }) => {
    const rows = await (archived ? archivedOf : listedOf)(database, userId, page);
    return rows.length === 0 ? [] : completeEntries(database, userId, rows);
  };
}

/** Adds peer, last message, unread count and read states to each row; leaves out a row whose peer or message is missing. */
async function completeEntries(database: Database, userId: UserId, rows: ActiveRow[]): Promise<ConversationEntry[]> {
  const { client } = database;
  const ids = rows.map(({ id }) => id);
  const peerIds = rows.map((row) => peerOf(userId, row));
  const [stored, members, peers] = await Promise.all([
    lastMessages(database, rows),
    client.member.findMany({
      where: { channelId: { in: ids } },
      select: { channelId: true, mutedUntil: true, archivedSeq: true, unreadSeq: true, ...readStateColumns },
    }),
    client.user.findMany({ where: { id: { in: peerIds } }, select: userColumns }),
  ]);
  const messageOf = new Map(stored.map((message) => [message.channelId, message]));
  const userOf = new Map(peers.map((user) => [user.id, user]));
  const ownOf = new Map(members.filter((row) => row.userId === userId).map((row) => [row.channelId, row]));
  const stateOf = new Map(members.map((row) => [`${row.channelId} ${row.userId}`, asReadState(row)]));
  const readState = (channelId: ConversationId, userId: UserId): ReadState =>
    stateOf.get(`${channelId} ${userId}`) ?? { userId, readSeq: 0, deliveredSeq: 0 };
  const unread = await countUnread(database, rows, userId, (id) => ownOf.get(id));
  return rows.flatMap((conversation) => {
    const { id, lastSeq, lastMessageAt } = conversation;
    const peer = userOf.get(peerOf(userId, conversation));
    const lastMessage = messageOf.get(id);
    if (!peer || !lastMessage) return [];
    const states = { mine: readState(id, userId), peers: readState(id, peer.id) };
    const { mutedUntil = null, archivedSeq = 0, unreadSeq: unreadFrom = 0 } = ownOf.get(id) ?? {};
    const own = { unread: unread.get(id) ?? 0, unreadFrom, mutedUntil, isArchived: archivedSeq >= lastSeq };
    return [{ conversation, peer, lastMessageAt, lastMessage, ...own, ...states }];
  });
}
