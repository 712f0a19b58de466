/** The devices of users, as presence tells the lobby of them. */
import type { UserId } from '../ports/identifiers.ts';
import type { UserRecord } from '../ports/user-port.ts';

export interface Attendance {
  /** The first device of the user on this node. */
  arrived(user: UserRecord): Promise<void>;
  /** The last device of the user on any node is gone. */
  left(userId: UserId): Promise<void>;
  /** The users with a device on this node. */
  renew(userIds: readonly UserId[]): Promise<void>;
}
