/** The gate to conversations: a request names the peer or the conversation, and passes here. */

import { LRUCache } from 'lru-cache';
import { Refusal } from '../../protocol/refusals.ts';
import { foldUsername } from '../../protocol/usernames.ts';
import type { Usernames } from '../people/known-usernames.ts';
import type { ConversationStore } from '../ports/conversation-port.ts';
import type { Caller, ConversationId } from '../ports/identifiers.ts';
import { lobbyId, type RoomStore } from '../ports/room-port.ts';
import type { UserStore } from '../ports/user-port.ts';
import type { Lobby } from '../rooms/lobby.ts';
import { type Addressed, type ConversationName, nameTo } from './conversation-name.ts';
import { type ConversationView, type PairView, pairView, roomView } from './conversation-view.ts';

/** The form of an id; comparing other texts with the column could match too much, or fail. */
const possibleId = /^[\w-]{16}$/;

/** Entries that each cache of the gate keeps. */
const cacheMax = 50_000;

export type ConversationGate = ReturnType<typeof createConversationGate>;

export interface GateParts {
  store: ConversationStore;
  users: UserStore;
  rooms: RoomStore;
  usernames: Usernames;
  lobby: Pick<Lobby, 'isOn' | 'join'>;
}

export function createConversationGate(parts: GateParts) {
  const { store } = parts;
  // The id of an open conversation and of its peer never change, so a send asks the database for neither twice.
  // The cache holds promises: concurrent messages wait for the same answer and stay in order.
  const opened = new LRUCache<string, Promise<ConversationView>>({ max: cacheMax });
  /** Look-ups under way. A conversation that is not open is looked up each time: another node may open it. */
  const locating = new Map<string, Promise<ConversationView>>();

  /** The conversation of the caller that is named; stores nothing. @throws Refusal `not_found` */
  function find(caller: Caller, name: ConversationName): Promise<ConversationView> {
    const key = keyOf(caller, name);
    const known = opened.get(key) ?? locating.get(key);
    if (known) return known;
    // One promise for all concurrent callers: it settles in the order of their calls.
    const located: Promise<ConversationView> = locate(parts, caller, name)
      .then((view) => {
        // A user may leave a room at any time.
        if (view.isOpen && view.peer) opened.set(key, located);
        return view;
      })
      .finally(() => locating.delete(key));
    locating.set(key, located);
    return located;
  }

  /** As `find`, and opens the conversation if it is not open. */
  function open(caller: Caller, name: ConversationName): Promise<ConversationView> {
    const key = keyOf(caller, name);
    const known = opened.get(key);
    if (known) return known;
    const opening = find(caller, name).then((view) => openView(store, caller, view));
    opened.set(key, opening);
    const forget = () => opened.delete(key);
    opening.then(({ peer }) => peer || forget(), forget);
    return opening;
  }

  return { find, open, ...createNamedCalls(find, open), head: store.head, ...createBlockCache(store) };
}

type Finder = (caller: Caller, name: ConversationName) => Promise<ConversationView>;

/** All throw as `find`. */
const createNamedCalls = (find: Finder, open: Finder) => ({
  findPair: (caller: Caller, peer: string) => find(caller, { peer }) as Promise<PairView>,
  openPair: (caller: Caller, peer: string) => open(caller, { peer }) as Promise<PairView>,
  findTo: async (caller: Caller, payload: Addressed) => find(caller, nameTo(payload)),
});

const keyOf = (caller: Caller, name: ConversationName) =>
  'peer' in name ? `${caller.id} ${foldUsername(name.peer)}` : `${caller.id} #${name.id}`;

function locate(parts: GateParts, caller: Caller, name: ConversationName): Promise<ConversationView> {
  return 'peer' in name ? locateWith(parts, caller, foldUsername(name.peer)) : locateById(parts, caller, name.id);
}

async function locateWith({ store, users }: GateParts, caller: Caller, username: string): Promise<PairView> {
  const peer = await users.findPeer(username);
  const found = peer && (await store.locate(caller.id, peer.id));
  // A conversation with a deleted account can still be read, but none begins.
  if (!found || (peer.isDeleted && !found.isOpen)) throw new Refusal('not_found', 'There is no user of that name.');
  return pairView(caller, peer, found.id, found.isOpen);
}

/** Only a stored conversation has an id. */
async function locateById(
  { store, users, rooms, usernames, lobby }: GateParts,
  caller: Caller,
  id: ConversationId,
): Promise<ConversationView> {
  const found = possibleId.test(id) && (id !== lobbyId || lobby.isOn) ? await store.membersOf(id) : null;
  if (found?.isRoom) {
    if (id === lobbyId) await lobby.join(caller.id);
    if (await rooms.roleOf(id, caller.id)) return roomView(id, usernames);
  } else if (found?.members.includes(caller.id)) {
    const peerId = found.members.find((userId) => userId !== caller.id) ?? caller.id;
    const [peer] = await users.namesOf([peerId]);
    if (peer) return pairView(caller, peer, id, true);
  }
  throw new Refusal('not_found', 'There is no such conversation.');
}

async function openView(store: ConversationStore, caller: Caller, view: ConversationView): Promise<ConversationView> {
  const { peer, isOpen } = view;
  if (isOpen || !peer) return view;
  const { id } = await store.open(caller.id, peer.id);
  return { ...view, channelId: id, isOpen: true };
}

/** Of what takes two: a user has a conversation with oneself, and nothing else. @throws Refusal `invalid_input` */
export function refuseOneself(caller: Caller, name: string): void {
  if (foldUsername(name) !== caller.username) return;
  const fields = { username: 'must not be your own' };
  throw new Refusal('invalid_input', 'Choose a user other than yourself.', { fields });
}

/** Whether a block stands, cached for the frequent events: messages and receipts ask the database. */
function createBlockCache(store: ConversationStore) {
  // The time to live is the longest that a block set on another node goes unnoticed.
  const blocked = new LRUCache<ConversationId, Promise<boolean>>({ max: cacheMax, ttl: 1_000 });

  function isBlocked(channelId: ConversationId): Promise<boolean> {
    const known = blocked.get(channelId);
    if (known) return known;
    const asking = store.head(channelId).then((head) => head.blocked);
    blocked.set(channelId, asking);
    asking.catch(() => blocked.delete(channelId));
    return asking;
  }

  function noteBlock(channelId: ConversationId, stands: boolean): void {
    blocked.set(channelId, Promise.resolve(stands));
  }

  return { isBlocked, noteBlock };
}
