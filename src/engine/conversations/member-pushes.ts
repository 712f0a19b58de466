/** Pushes events to the members of a conversation. */
import type { Pushes, PushName } from '../../protocol/events.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';

/** @param sender - the member whose socket gets no push. */
export function pushToMembers<E extends PushName>(
  fanout: Fanout,
  members: readonly UserId[],
  event: E,
  payload: Pushes[E],
  sender?: Pick<Caller, 'id' | 'socketId'>,
): void {
  for (const userId of members) {
    fanout.toUser(userId, event, payload, userId === sender?.id ? sender.socketId : undefined);
  }
}
