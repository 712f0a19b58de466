/** Marks a conversation as unread, until the user reads it again. The peer is not told, and no receipt is taken back. */
import type { Payload } from '../../protocol/events.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { UnreadAnswer } from '../../protocol/unread-shapes.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { MessageStore, StoredMessage } from '../ports/message-port.ts';
import type { UnreadStore } from '../ports/unread-port.ts';
import { type ConversationGate, refuseOneself } from './conversation-gate.ts';
import { nameWith } from './conversation-name.ts';
import { placeOf } from './conversation-view.ts';
import { devicesIn } from './member-pushes.ts';
import { noMessage, openOnly } from './open-conversation.ts';

export type SetUnread = (caller: Caller, payload: Payload<'setUnread'>) => Promise<UnreadAnswer>;

export interface UnreadParts {
  messages: Pick<MessageStore, 'range'>;
  unreadMarks: UnreadStore;
  fanout: Fanout;
}

export function createSetUnread(gate: ConversationGate, { messages, unreadMarks, fanout }: UnreadParts): SetUnread {
  return async (caller, { seq, ...name }) => {
    if (name.with !== undefined) refuseOneself(caller, name.with);
    const conversation = await openOnly(gate, caller, nameWith(name));
    const { channelId, peer } = conversation;
    if (peer) refuseOneself(caller, peer.username);
    const [message] = await messages.range(channelId, seq, seq, false);
    refuseUnfit(caller, message);
    const answer = { seq, unread: await unreadMarks.mark(channelId, caller.id, seq) };
    devicesIn(fanout, conversation).toUser(
      caller.id,
      'unread',
      { ...placeOf(conversation), ...answer },
      caller.socketId,
    );
    return answer;
  };
}

/** Own and deleted messages never count as unread. */
function refuseUnfit(caller: Caller, message: StoredMessage | undefined): void {
  if (!message) throw noMessage();
  if (message.senderId === caller.id) {
    const fields = { seq: 'must be a message of the peer' };
    throw new Refusal('invalid_input', 'Choose a message of the other user.', { fields });
  }
  if (message.state?.deletedAt) throw new Refusal('conflict', 'This message is deleted.');
}
