/** The roll of all users who are online on any node, for the lobby. */
import type { UserId } from './identifiers.ts';

/** Each user stands on it once, until the end of a time in the shared store. While that store is away, nobody enters. */
export interface OnlineRoll {
  /** Enters users of this node, or renews them. Answers those who did not stand on it. */
  enter(userIds: readonly UserId[]): Promise<UserId[]>;
  /** The user stays on the roll for `awayMs`: who enters again by then has never left. */
  leave(userId: UserId): Promise<void>;
  /** Strikes off some of those whose time is over, also those of a dead node. Each is answered to one node. */
  strikeGone(): Promise<UserId[]>;
  count(): Promise<number>;
  /** In order of their ids. A long roll is cut at `onlineMax` users, in no order. */
  list(): Promise<UserId[]>;
}

/** In milliseconds: a page that reloads, or a phone between two networks, does not leave. */
export const awayMs = 5_000;

/** Users of one answer of `list`. */
export const onlineMax = 2_000;
