/** Finds which senders of a batch are members of their rooms. A removal takes the lock of the conversation, so that it is seen here. */
import type { ConversationId, UserId } from '../../engine/ports/identifiers.ts';
import type { NewMessage } from '../../engine/ports/message-port.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Row, Statement } from '../database/writer.ts';

type Sending = Pick<NewMessage, 'channelId' | 'senderId'>;

export interface RoomMembers {
  has(message: Sending): boolean;
}

const keyOf = (channelId: ConversationId, userId: UserId) => `${channelId} ${userId}`;

/** Null when no message goes to a room. */
export function roomMembersStatement(messages: readonly NewMessage[]): Statement | null {
  const sent = messages.filter(({ isRoom }) => isRoom);
  if (sent.length === 0) return null;
  const pairs = new Map(sent.map(({ channelId, senderId }) => [keyOf(channelId, senderId), [channelId, senderId]]));
  const condition = [...pairs].map(() => '(`channelId` = ? AND `userId` = ?)').join(' OR ');
  const sql = `SELECT \`channelId\`, \`userId\` FROM \`Member\` WHERE \`role\` > 0 AND (${condition})`;
  return { sql, values: [...pairs.values()].flat() };
}

export function collectRoomMembers(rows: readonly Row[] = []): RoomMembers {
  const found = new Set(rows.map(({ channelId, userId }) => keyOf(`${channelId}`, `${userId}`)));
  return { has: ({ channelId, senderId }) => found.has(keyOf(channelId, senderId)) };
}

export const noRoom = () => new Refusal('not_found', 'There is no such room.');
