/** The times of an own message: sent, delivered to a device of the peer, and read by the peer. */
import type { Payload } from '../../protocol/events.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { MessageInfo } from '../../protocol/shapes.ts';
import type { ConversationStore } from '../ports/conversation-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { MessageStore } from '../ports/message-port.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';
import type { ConversationGate } from './conversation-gate.ts';
import { nameWith } from './conversation-name.ts';
import { noMessage, openOnly } from './open-conversation.ts';
import { toReceipts } from './receipts.ts';

export interface MessageInfoParts {
  gate: ConversationGate;
  conversations: ConversationStore;
  messages: MessageStore;
  privacy: PrivacyCache;
}

export function createMessageInfo({ gate, conversations, messages: store, privacy }: MessageInfoParts) {
  /** While a block stands, what the peer has read since is not told. Nor is it while one of the two hides it. A message that was read counts as delivered. */
  return async (caller: Caller, { seq, ...name }: Payload<'messageInfo'>): Promise<MessageInfo> => {
    const { channelId, peer } = await openOnly(gate, caller, nameWith(name));
    const [message] = await store.range(channelId, seq, seq, false);
    if (!message) throw noMessage();
    if (message.senderId !== caller.id) throw new Refusal('forbidden', 'Only its author sees when a message was read.');
    const sentAt = message.sentAt.toISOString();
    // A room does not tell which member has read which message.
    if (!peer) return { sentAt, deliveredAt: null, readAt: null };
    const [states, at, hiding] = await Promise.all([
      conversations.readStates(channelId),
      conversations.reachedAt(channelId, peer.id, seq),
      privacy.hiding('readReceipts', [caller.id, peer.id]),
    ]);
    const { read, delivered } = toReceipts(states, caller.id, hiding.size === 0);
    const readAt = seq <= read.peer ? at.read : null;
    const deliveredAt = seq <= delivered.peer ? earlier(at.delivered, readAt) : null;
    return { sentAt, deliveredAt: asText(deliveredAt), readAt: asText(readAt) };
  };
}

const earlier = (one: Date | null, other: Date | null) => (one && other && one < other ? one : (other ?? one));

const asText = (at: Date | null) => at?.toISOString() ?? null;
