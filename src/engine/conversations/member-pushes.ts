/** Pushes events to the members of a conversation. */
import type { Pushes, PushName } from '../../protocol/events.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { ConversationView } from './conversation-view.ts';

/** Of two, or those who have joined the room. @param sender - the member whose socket gets no push. */
export function pushToAll<E extends PushName>(
  fanout: Fanout,
  { channelId, peer, members }: Pick<ConversationView, 'channelId' | 'peer' | 'members'>,
  event: E,
  payload: Pushes[E],
  sender?: Pick<Caller, 'id' | 'socketId'>,
): void {
  if (peer) pushToMembers(fanout, members, event, payload, sender);
  else fanout.toRoom(channelId, event, payload, sender?.socketId);
}

/** The devices of a member: in a room, those that have asked for rooms. */
export const devicesIn = (fanout: Fanout, { peer }: Pick<ConversationView, 'peer'>): Pick<Fanout, 'toUser'> =>
  peer ? fanout : { toUser: fanout.toRoomDevices };

/** @param sender - the member whose socket gets no push. */
export function pushToMembers<E extends PushName>(
  fanout: Pick<Fanout, 'toUser'>,
  members: readonly UserId[],
  event: E,
  payload: Pushes[E],
  sender?: Pick<Caller, 'id' | 'socketId'>,
): void {
  for (const userId of members) {
    fanout.toUser(userId, event, payload, userId === sender?.id ? sender.socketId : undefined);
  }
}
