/** Finds the members of rooms who are notified: once for the messages of a moment, in bounded pages. */
import PQueue from 'p-queue';
import { mentionsIn } from '../../protocol/mentions.ts';
import type { Message } from '../../protocol/shapes.ts';
import type { ConversationId, UserId } from '../ports/identifiers.ts';
import { lobbyId, type RoomStore } from '../ports/room-port.ts';
import type { UserStore } from '../ports/user-port.ts';
import type { PushHolders } from './push-holders.ts';
import type { Addressee, Notice } from './waiting-notices.ts';

/** A notice for one user. */
export interface UserNotice extends Notice {
  userId: UserId;
  /** The title of the room; absent for a message of two. */
  room?: string;
}

/** Names that one message can mention. */
const mentionsMax = 50;
/** Members that one statement reads, and names that one looks up. */
const pageMax = 100;
/** Rooms whose members are looked up at the same time, and those that wait for it. */
const roomsAtOnce = 2;
const roomsMax = 1_000;

export interface RoomNoticeParts {
  rooms: Pick<RoomStore, 'find' | 'members'>;
  users: Pick<UserStore, 'findByUsernames'>;
  holders: PushHolders;
  notify(notice: UserNotice): Promise<unknown>;
  onTrouble(error: unknown): void;
  onDropped(): void;
}

/** Of a message in a room: all members, and each name that it mentions. */
export function roomAddressees({ body }: Message): Addressee[] {
  const names = new Set(mentionsIn(body).map(({ username }) => username));
  return [{}, ...[...names].slice(0, mentionsMax).map((mentioned) => ({ mentioned }))];
}

export function createRoomNotices(parts: RoomNoticeParts) {
  const turns = new PQueue({ concurrency: roomsAtOnce });
  return {
    /** Settles when the members of all these rooms are notified. */
    async notify(notices: readonly Notice[]): Promise<void> {
      const byRoom = new Map<ConversationId, Notice[]>();
      for (const notice of notices) byRoom.set(notice.channelId, [...(byRoom.get(notice.channelId) ?? []), notice]);
      const added = [...byRoom].map(([channelId, some]) => {
        if (turns.size >= roomsMax) return parts.onDropped();
        return turns.add(() => notifyRoom(parts, channelId, some).catch(parts.onTrouble));
      });
      await Promise.all(added);
    },
  };
}

async function notifyRoom(parts: RoomNoticeParts, channelId: ConversationId, notices: readonly Notice[]) {
  const { rooms, holders, notify } = parts;
  const room = (await rooms.find(channelId))?.title;
  if (room === undefined) return;
  const isLobby = channelId === lobbyId;
  const toAll = isLobby ? undefined : notices.find(({ mentioned }) => mentioned === undefined);
  const mentions = await mentionedUsers(parts, notices);
  // The newest message first: a mention before it needs no notification of its own.
  const notifyMember = async (userId: UserId) => {
    for (const notice of [toAll, mentions.get(userId)])
      if (notice && notice.senderId !== userId) await notify({ ...notice, userId, room });
  };
  // Everybody is in it: only mentions notify.
  if (isLobby) return void (await Promise.all([...mentions.keys()].map(notifyMember)));
  for (let after: UserId | undefined = ''; after !== undefined; ) {
    const page: Awaited<ReturnType<RoomStore['members']>> = await rooms.members(channelId, after, pageMax);
    const asked = page.filter(({ userId }) => holders.mayHold(userId));
    await Promise.all(asked.map(({ userId }) => notifyMember(userId)));
    after = page.length < pageMax ? undefined : page.at(-1)?.userId;
  }
}

async function mentionedUsers({ users }: RoomNoticeParts, notices: readonly Notice[]): Promise<Map<UserId, Notice>> {
  const byName = new Map(notices.flatMap((notice) => (notice.mentioned ? [[notice.mentioned, notice]] : [])));
  const names = [...byName.keys()];
  const found = new Map<UserId, Notice>();
  for (let start = 0; start < names.length; start += pageMax) {
    for (const { id, username } of await users.findByUsernames(names.slice(start, start + pageMax))) {
      const notice = byName.get(username);
      if (notice) found.set(id, notice);
    }
  }
  return found;
}
