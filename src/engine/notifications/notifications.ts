/** Notifications: pushes a message that no device of its recipient has shown, and withdraws the notification once it is read. */
import { LRUCache } from 'lru-cache';
import { sessionLife } from '../../policy/session-life.ts';
import { isQuiet } from '../../protocol/quiet-hours.ts';
import type { Message } from '../../protocol/shapes.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { ConversationId, UserId } from '../ports/identifiers.ts';
import type { PushSender, PushSubscriptionStore } from '../ports/push-port.ts';
import type { RoomStore } from '../ports/room-port.ts';
import type { UserStore } from '../ports/user-port.ts';
import type { OwnSettings } from '../settings/own-settings.ts';
import { toNotice, toPushNotice } from './notice-content.ts';
import type { PushHolders } from './push-holders.ts';
import { createRoomNotices, roomAddressees, type UserNotice } from './room-notices.ts';
import { type Notice, WaitingNotices } from './waiting-notices.ts';

/** A device has this long to show a message before the others are notified, in milliseconds. */
const delayMs = 1_500;
/** Acknowledgements of shown messages that are remembered, and for how long, in milliseconds. */
const shownMax = 20_000;
const shownMs = 10_000;

export interface NotificationParts {
  users: UserStore;
  rooms: Pick<RoomStore, 'find' | 'members'>;
  settings: OwnSettings;
  store: PushSubscriptionStore;
  holders: PushHolders;
  /** Null where Web Push is not set up, as for the commands of an administrator. */
  sender: PushSender | null;
  fanout: Fanout;
}

/** Acknowledgements of shown messages, of this node's devices and of other nodes. */
type ShownSeqs = LRUCache<string, number>;
const keyOf = (userId: UserId, channelId: ConversationId) => `${userId} ${channelId}`;

export type Notifications = ReturnType<typeof createNotifications>;

export function createNotifications(parts: NotificationParts) {
  const { holders, sender, fanout } = parts;
  const onTrouble = (error: unknown) => sender?.onTrouble(error);
  const shownSeqs: ShownSeqs = new LRUCache({ max: shownMax, ttl: shownMs });
  const notifyAll = createNotifyAll(parts, shownSeqs, onTrouble);
  const waiting = new WaitingNotices(delayMs, (due) => void notifyAll(due));

  function shownHere(userId: UserId, channelId: ConversationId, seq: number): void {
    const key = keyOf(userId, channelId);
    shownSeqs.set(key, Math.max(seq, shownSeqs.get(key) ?? 0));
  }

  return {
    /** Called after a message was stored, or pushed again. @param members - null in a room. */
    stored(members: readonly UserId[] | null, senderId: UserId, message: Message): void {
      if (!sender) return;
      const others = members?.filter((userId) => userId !== senderId && holders.mayHold(userId));
      for (const addressee of others?.map((userId) => ({ userId })) ?? roomAddressees(message)) {
        if (!waiting.add(toNotice(addressee, senderId, message))) sender.count('dropped');
      }
    },
    /** Called when a device shows the message on a visible page. */
    shown(userId: UserId, channelId: ConversationId, seq: number): void {
      if (!sender || !holders.mayHold(userId)) return;
      shownHere(userId, channelId, seq);
      fanout.messageShown(userId, channelId, seq);
    },
    /** Called when another node reports a shown message. */
    shownHere,
    /** Called when the user has read up to this message. */
    read(userId: UserId, channelId: ConversationId, seq: number): void {
      if (sender && holders.mayHold(userId)) void withdraw(parts, userId, channelId, seq).catch(onTrouble);
    },
    /** Notifies of everything that waits: the node is about to stop. */
    flush: async () => void (await notifyAll(waiting.take(Number.POSITIVE_INFINITY))),
    waiting: () => waiting.size,
  };
}

function createNotifyAll(parts: NotificationParts, shownSeqs: ShownSeqs, onTrouble: (error: unknown) => void) {
  const { sender } = parts;
  const notify = (notice: UserNotice) => notifyOf(parts, notice, shownSeqs).catch(onTrouble);
  const inRooms = createRoomNotices({ ...parts, notify, onTrouble, onDropped: () => sender?.count('dropped') });
  return (notices: readonly Notice[]) =>
    Promise.all([
      ...notices.map((notice) => notice.userId !== undefined && notify({ ...notice, userId: notice.userId })),
      inRooms.notify(notices.filter(({ userId }) => userId === undefined)),
    ]);
}

/** Withdraws the notification on every device; asks nothing for a user without a subscription. */
async function withdraw(
  { store, holders, sender }: NotificationParts,
  ...[userId, channelId, seq]: [UserId, ConversationId, number]
): Promise<void> {
  if (!(await holders.holds(userId)) || !(await store.withdraw(channelId, userId))) return;
  for (const target of await store.targets(userId, sessionLife.idleMs)) {
    sender?.send(target, { type: 'read', tag: channelId, seq });
  }
  sender?.count('read');
}

async function notifyOf(parts: NotificationParts, notice: UserNotice, shownSeqs: ShownSeqs): Promise<void> {
  const { users, settings, store, holders, sender } = parts;
  const { userId, channelId, seq, senderId, mentioned, room } = notice;
  const wasShown = (shownSeqs.get(keyOf(userId, channelId)) ?? 0) >= seq;
  if (!sender || wasShown || !(await holders.holds(userId))) return;
  const { settings: own, doNotDisturb } = await settings.of(userId);
  const { notifications } = own;
  if (doNotDisturb || isQuiet(notifications.quietHours, new Date())) return;
  if (!(await store.claim(channelId, userId, seq, mentioned !== undefined))) return;
  const [[peer], targets] = await Promise.all([users.findByIds([senderId]), store.targets(userId, sessionLife.idleMs)]);
  const pushed = toPushNotice(notice, peer?.displayName ?? notice.from, notifications, room);
  for (const target of targets) sender.send(target, pushed);
}
