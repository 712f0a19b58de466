/** Rooms: creates them, reads their members, and changes title and members. */
import { limits, roomLimits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type {
  NewRoomBody,
  RoomAnswer,
  RoomChangeBody,
  RoomNotice,
  RoomPage,
  RoomQuery,
} from '../../protocol/room-shapes.ts';
import { foldUsername } from '../../protocol/usernames.ts';
import { fitPage } from '../conversations/page-bytes.ts';
import { cleanLine } from '../identity/names.ts';
import type { People } from '../people/people.ts';
import type { Fanout, RoomMoves } from '../ports/fanout-port.ts';
import type { Caller, ConversationId, UserId } from '../ports/identifiers.ts';
import { type ChangedRoom, lobbyId, type RoomMember, type RoomRecord, type RoomStore } from '../ports/room-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';
import { leaveRooms } from './leaving.ts';
import type { Lobby } from './lobby.ts';
import { type RoomList, roomConversation } from './room-list.ts';

export interface RoomParts {
  rooms: RoomStore;
  users: UserStore;
  people: People;
  privacy: PrivacyCache;
  list: RoomList;
  lobby: Lobby;
  fanout: Fanout;
}

export interface Rooms {
  /** The caller becomes the owner. @throws Refusal `not_found`, `forbidden`, `invalid_input` */
  create(caller: Caller, body: NewRoomBody): Promise<RoomAnswer>;
  /** A page of the members. @throws Refusal `not_found` for those who are no members */
  find(caller: Caller, id: ConversationId, query: RoomQuery): Promise<RoomPage>;
  /** @throws Refusal as `create`, and `not_found` for those who are no members */
  change(caller: Caller, id: ConversationId, body: RoomChangeBody): Promise<RoomAnswer>;
  /** Leaves every room of the caller, who may have no account any more. */
  leaveAll(caller: Caller): Promise<void>;
  /** Whether the user hides typing, and so is not told of it. */
  hidesTyping(userId: UserId): Promise<boolean>;
  /** The rooms of a user. */
  idsOf(userId: UserId): Promise<ConversationId[]>;
}

/** The form of an id; comparing other texts with the column could match too much, or fail. */
const possibleId = /^[\w-]{16}$/;

export function createRooms(parts: RoomParts): Rooms {
  const { rooms } = parts;
  return {
    create: (caller, body) => createRoom(parts, caller, body),

    find: (caller, id, query) => readRoom(parts, caller, id, query),

    async change(caller, id, { title, add = [], remove = [], promote = [] }) {
      if (!possibleId.test(id)) throw noRoom();
      if (id === lobbyId) throw parts.lobby.isOn ? unchangeable() : noRoom();
      const users = await known(parts, [...add, ...remove, ...promote]);
      const idsOf = (names: readonly string[]) => {
        const folded = new Set(names.map(foldUsername));
        return users.filter(({ username }) => folded.has(username)).map((user) => user.id);
      };
      const adding = idsOf(add);
      await refuseBlocked(
        parts,
        caller,
        users.filter((user) => adding.includes(user.id)),
      );
      const change = { channelId: id, actorId: caller.id, add: adding, remove: idsOf(remove), promote: idsOf(promote) };
      const changed = await rooms.change({ ...change, ...(title === undefined ? {} : { title: cleanLine(title) }) });
      tellChange(parts, caller, changed, users);
      return answerOf(parts, caller, id);
    },

    async idsOf(userId) {
      await parts.lobby.join(userId);
      const ids = await rooms.roomsOf(userId);
      return parts.lobby.isOn ? ids : ids.filter((id) => id !== lobbyId);
    },
    hidesTyping: async (userId) => (await parts.privacy.hiding('typingNotices', [userId])).has(userId),
    leaveAll: (caller) => leaveRooms(rooms, caller.id, ({ room, removed }) => tellLeft(parts, caller, room, removed)),
  };
}

async function createRoom(parts: RoomParts, caller: Caller, { title, members }: NewRoomBody): Promise<RoomAnswer> {
  const others = (await known(parts, members)).filter(({ id }) => id !== caller.id);
  if (others.length >= roomLimits.membersMax) throw tooMany();
  await refuseBlocked(parts, caller, others);
  const memberIds = others.map(({ id }) => id);
  const room = await parts.rooms.create({ title: cleanLine(title), ownerId: caller.id, memberIds });
  const added = [...others.map(({ username }) => username), caller.username];
  tell(parts, caller, room, { added, removed: [], renamed: false }, { joined: [...memberIds, caller.id], left: [] });
  return answerOf(parts, caller, room.channelId);
}

/** @throws Refusal `not_found` when one of the names is no user's */
async function known({ users }: RoomParts, names: readonly string[]): Promise<UserRecord[]> {
  const folded = [...new Set(names.map(foldUsername))];
  const found = await users.findByUsernames(folded);
  if (found.length < folded.length) throw new Refusal('not_found', 'There is no user of one of these names.');
  return found;
}

/** A user is brought together with those only who can write to each other. */
async function refuseBlocked({ people }: RoomParts, caller: Caller, added: readonly UserRecord[]): Promise<void> {
  if (added.length === 0) return;
  const blocked = await people.blockedPeers(caller.id);
  if (added.some(({ id }) => blocked.has(id)))
    throw new Refusal('forbidden', 'One of these people does not receive your messages.');
}

async function readRoom(
  parts: RoomParts,
  caller: Caller,
  id: ConversationId,
  { after = '', limit = limits.pageDefault, online = false }: RoomQuery,
): Promise<RoomPage> {
  if (after !== '' && !possibleId.test(after)) throw unknownCursor();
  const room = await memberOnly(parts, caller, id);
  const found = online ? await onlineIn(parts, id, after, limit + 1) : await parts.rooms.members(id, after, limit + 1);
  const page = found.slice(0, limit);
  const shown = fitPage(await present(parts, caller, page));
  const last = found.length > shown.length ? page[shown.length - 1] : undefined;
  const { title, memberCount } = room;
  const count = id === lobbyId ? { online: await parts.lobby.count() } : {};
  return { title, memberCount, ...count, members: shown, next: last?.userId ?? null };
}

async function memberOnly({ rooms, lobby }: RoomParts, caller: Caller, id: ConversationId): Promise<RoomRecord> {
  const isPossible = possibleId.test(id) && (id !== lobbyId || lobby.isOn);
  if (id === lobbyId) await lobby.join(caller.id);
  const role = isPossible ? await rooms.roleOf(id, caller.id) : null;
  const room = role && (await rooms.find(id));
  if (!room) throw noRoom();
  return room;
}

/** @throws Refusal `invalid_input` for a room whose members are not counted while they are online */
async function onlineIn({ lobby }: RoomParts, id: ConversationId, after: UserId, limit: number): Promise<RoomMember[]> {
  if (id !== lobbyId) {
    const fields = { online: 'is for the lobby only' };
    throw new Refusal('invalid_input', 'Something in the request is missing or out of range.', { fields });
  }
  return (await lobby.online(after, limit)).map((userId) => ({ userId, role: 'member' }));
}

async function present({ users, people }: RoomParts, caller: Caller, page: Awaited<ReturnType<RoomStore['members']>>) {
  const found = new Map((await users.findByIds(page.map(({ userId }) => userId))).map((user) => [user.id, user]));
  const there = page.flatMap(({ userId, role }) => {
    const user = found.get(userId);
    return user ? [{ user, role }] : [];
  });
  const shown = await people.present(
    caller.id,
    there.map(({ user }) => user),
    await people.blockedPeers(caller.id),
  );
  return shown.map((user, index) => ({ user, role: there[index]?.role ?? 'member' }));
}

function tellLeft(parts: RoomParts, caller: Caller, room: RoomRecord, left: readonly UserId[]): void {
  const what = { added: [], removed: [caller.username], renamed: false };
  tell(parts, caller, room, what, { joined: [], left });
}

function tellChange(parts: RoomParts, caller: Caller, changed: ChangedRoom, users: readonly UserRecord[]): void {
  const { room, added, removed, isRenamed } = changed;
  const namesOf = (ids: readonly UserId[]) =>
    users.filter(({ id }) => ids.includes(id)).map(({ username }) => username);
  const what = { added: namesOf(added), removed: namesOf(removed), renamed: isRenamed };
  tell(parts, caller, room, what, { joined: added, left: removed });
}

function tell(
  { fanout }: RoomParts,
  caller: Caller,
  { channelId, title, memberCount }: RoomRecord,
  what: Pick<RoomNotice, 'added' | 'removed' | 'renamed'>,
  moved: RoomMoves,
): void {
  fanout.roomChanged(moved, { conversation: channelId, title, memberCount, by: caller.username, ...what });
}

/** A user who has left gets an empty room. */
async function answerOf({ list }: RoomParts, caller: Caller, id: ConversationId): Promise<RoomAnswer> {
  return { conversation: await roomConversation(list, caller, id) };
}

const unknownCursor = () =>
  new Refusal('invalid_input', 'The cursor is not valid.', {
    fields: { after: 'must be the `next` of the page before' },
  });

const unchangeable = () => new Refusal('forbidden', 'The lobby has everybody: nobody changes or leaves it.');

const noRoom = () => new Refusal('not_found', 'There is no such room.');

const tooMany = () =>
  new Refusal('invalid_input', 'The room would have too many members.', {
    fields: { members: `must be at most ${roomLimits.membersMax - 1}` },
  });
