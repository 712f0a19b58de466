/** Typing indicators: kept by the node of the typist's socket; they end after five seconds, a message or a disconnect. */

import { limits } from '../../protocol/limits.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, ConversationId, SocketId, UserId } from '../ports/identifiers.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';
import type { ConversationGate } from './conversation-gate.ts';
import type { ConversationView } from './conversation-view.ts';
import { pushToMembers } from './member-pushes.ts';

/** The conversation as typing needs it. */
export type TypingPlace = Pick<ConversationView, 'channelId' | 'peer' | 'members'>;

/** Of a room, on each node: a client names no more. */
const shownMax = 3;

interface Typist {
  caller: Caller;
  place: TypingPlace;
  timer: NodeJS.Timeout;
  /** Whether `typing` was pushed. */
  isShown: boolean;
}

export interface Typing {
  /** Tells the other members, unless a block stands, one of them hides typing, or typing ends before that is known. */
  start(caller: Caller, place: TypingPlace): Promise<void>;
  /** As `stop`, after the pushes of earlier calls of `start`. */
  done(caller: Caller, place: TypingPlace): Promise<void>;
  /** Tells the other members that typing is over, if they were told that it began. */
  stop(caller: Caller, place: TypingPlace): void;
  /** Ends all typing in a conversation. */
  end(channelId: ConversationId): void;
  /** Ends all typing of a user, and all that the user is told outside rooms. */
  endFor(userId: UserId): void;
  /** Ends what the user is told in the own rooms. A failure leaves it to the client, where typing ends by itself. */
  endInRooms(userId: UserId): Promise<void>;
  /** Ends all typing of a socket that is gone. */
  disconnected(socketId: SocketId): void;
  close(): void;
}

/**
 * @param isHidden - whether a block stands, or one of two or the typist hides typing.
 * @param roomsOf - the rooms of a user.
 */
export function createTyping(fanout: Fanout, isHidden: IsHidden, roomsOf: RoomsOf): Typing {
  const typists = new Map<string, Typist>();
  function stop(caller: Caller, place: TypingPlace): void {
    const key = keyOf(caller, place);
    const typist = typists.get(key);
    if (!typist) return;
    clearTimeout(typist.timer);
    typists.delete(key);
    if (typist.isShown) push(fanout, 'doneTyping', caller, place);
  }

  function stopWhere(matches: (typist: Typist) => boolean): void {
    for (const typist of [...typists.values()]) if (matches(typist)) stop(typist.caller, typist.place);
  }

  return {
    async start(caller, place) {
      const key = keyOf(caller, place);
      const known = typists.get(key);
      clearTimeout(known?.timer);
      const timer = setTimeout(() => stop(caller, place), limits.typingMs);
      const typist = { caller, place, timer, isShown: known?.isShown ?? false };
      typists.set(key, typist);
      if ((await isHidden(caller, place)) || typists.get(key) !== typist) return;
      if (!typist.isShown && isCrowded(typists, place)) return;
      typist.isShown = true;
      push(fanout, 'typing', caller, place);
    },
    done: (caller, place) => isHidden(caller, place).then(() => stop(caller, place)),
    stop,
    end: (channelId) => stopWhere(({ place }) => place.channelId === channelId),
    endFor: (userId) => stopWhere(({ caller, place }) => caller.id === userId || place.members.includes(userId)),
    endInRooms: (userId) => endInRooms(fanout, [...typists.values()].filter(isShownInRoom), roomsOf, userId),
    disconnected: (socketId) => stopWhere(({ caller }) => caller.socketId === socketId),
    close() {
      for (const { timer } of typists.values()) clearTimeout(timer);
      typists.clear();
    },
  };
}

type RoomsOf = (userId: UserId) => Promise<ConversationId[]>;
type IsHidden = (caller: Caller, place: TypingPlace) => Promise<boolean>;

function isCrowded(typists: ReadonlyMap<string, Typist>, { channelId, peer }: TypingPlace): boolean {
  if (peer) return false;
  const shown = [...typists.values()].filter(({ place, isShown }) => isShown && place.channelId === channelId);
  return shown.length >= shownMax;
}

const isShownInRoom = ({ place, isShown }: Typist): boolean => isShown && !place.peer;

async function endInRooms(fanout: Fanout, typists: readonly Typist[], roomsOf: RoomsOf, userId: UserId): Promise<void> {
  if (typists.length === 0) return;
  const rooms = new Set(await roomsOf(userId).catch(() => []));
  for (const { caller, place } of typists) {
    if (rooms.has(place.channelId)) fanout.toRoomDevices(userId, 'doneTyping', roomNotice(caller, place));
  }
}

/** In a room, the setting of each other member decides what that member is told. */
export const typingHidden =
  (gate: Pick<ConversationGate, 'isBlocked'>, privacy: PrivacyCache): IsHidden =>
  async (caller, { channelId, peer, members }) => {
    const [isBlocked, hiding] = await Promise.all([
      gate.isBlocked(channelId),
      privacy.hiding('typingNotices', peer ? members : [caller.id]),
    ]);
    return isBlocked || hiding.size > 0;
  };

const keyOf = (caller: Caller, { channelId }: TypingPlace) => `${caller.id} ${channelId}`;

function push(
  fanout: Fanout,
  event: 'typing' | 'doneTyping',
  caller: Caller,
  { channelId, peer, members }: TypingPlace,
): void {
  if (!peer) {
    fanout.typingInRoom(channelId, event, roomNotice(caller, { channelId }), caller.socketId);
    return;
  }
  const notice = { channelId, from: caller.username };
  const others = members.filter((userId) => userId !== caller.id);
  pushToMembers(fanout, others, event, notice);
}

const roomNotice = ({ username }: Caller, { channelId }: Pick<TypingPlace, 'channelId'>) => ({
  channelId,
  conversation: channelId,
  from: username,
});
