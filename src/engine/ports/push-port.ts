/** The ports of Web Push: the subscriptions of sessions, what users were notified of, and the sender. */
import type { PushNotice } from '../../protocol/push-notice.ts';
import type { ConversationId, SessionId, UserId } from './identifiers.ts';

/** The address and the keys by which Web Push reaches a session. */
export interface PushTarget {
  sessionId: SessionId;
  userId: UserId;
  endpoint: string;
  p256dh: string;
  auth: string;
}

export interface PushSubscriptionStore {
  /** Replaces the session's subscription. The endpoint serves no other session any more; beyond `max` the user's oldest one is dropped. */
  save(target: PushTarget, max: number): Promise<void>;
  remove(sessionId: SessionId): Promise<void>;
  /** Removes the subscription unless the session has another one by now. */
  removeGone(target: PushTarget): Promise<void>;
  /** Those of the users who have a subscription. */
  holders(userIds: readonly UserId[]): Promise<UserId[]>;
  /** The subscriptions of the user's live sessions. */
  targets(userId: UserId, idleMs: number): Promise<PushTarget[]>;
  /**
   * Notes that the user is notified of this message; answers false when it is read, muted, or was noted before.
   * @param isMention - whether it is noted although the conversation is muted.
   */
  claim(channelId: ConversationId, userId: UserId, seq: number, isMention?: boolean): Promise<boolean>;
  /** Answers whether the user was notified of messages that are all read now, once. */
  withdraw(channelId: ConversationId, userId: UserId): Promise<boolean>;
}

/** Sends pushes in the background. Never throws and never waits. */
export interface PushSender {
  /** The public VAPID key, in base64url. */
  readonly key: string;
  /** Names the field that makes this subscription unusable, and its fault; null for a good one. */
  faultOf(target: Pick<PushTarget, 'endpoint' | 'p256dh'>): { field: string; fault: string } | null;
  send(target: PushTarget, notice: PushNotice): void;
  /** @param outcome - see the series `duologue_notifications_total`. */
  count(outcome: 'read' | 'dropped'): void;
  /** Reports the error of a notification that failed: messages never wait for one. */
  onTrouble(error: unknown): void;
}
