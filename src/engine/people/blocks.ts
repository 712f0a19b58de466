/** Blocks: neither user of a blocked pair can write to the other, and each sees the other as offline. */

import type { User } from '../../protocol/shapes.ts';
import { type ConversationGate, refuseOneself } from '../conversations/conversation-gate.ts';
import type { Typing } from '../conversations/typing.ts';
import { createPollWindow } from '../poll-window.ts';
import type { BlockChange, BlockStore } from '../ports/block-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { PresenceLeases } from '../ports/presence-port.ts';
import type { UserRecord, UserStore } from '../ports/user-port.ts';
import type { PrivacyCache } from '../settings/privacy-cache.ts';
import { hidingLastSeen } from './last-seen.ts';
import type { People } from './people.ts';
import type { Presence } from './presence.ts';

/** Interval at which each node polls for blocks that other nodes set or lifted, in milliseconds. */
export const blockPollMs = 1_000;

export interface Blocks {
  /** @throws Refusal `not_found`; `invalid_input` for the caller itself, and beyond the number of blocks a user may have */
  block(caller: Caller, name: string): Promise<void>;
  /** @throws Refusal `not_found`; `invalid_input` for the caller itself */
  lift(caller: Caller, name: string): Promise<void>;
  /** The users that the caller has blocked, by username. */
  list(caller: Caller): Promise<User[]>;
  /** Applies changes of other nodes on this node. It needs no Redis, so a block always holds within a second. */
  poll(): Promise<void>;
}

export interface BlockParts {
  store: BlockStore;
  users: UserStore;
  people: People;
  presence: Presence;
  gate: ConversationGate;
  typing: Typing;
  leases: PresenceLeases;
  fanout: Fanout;
  privacy: PrivacyCache;
}

export function createBlocks(parts: BlockParts): Blocks {
  const { store, users, people, gate, fanout } = parts;
  const inPollWindow = createPollWindow();
  return {
    async block(caller, name) {
      refuseOneself(caller, name);
      const { channelId, peer } = await gate.openPair(caller, name);
      if (!(await store.block(channelId, caller.id, await lastSeen(parts, [caller.id, peer.id])))) return;
      fanout.toUser(caller.id, 'blocked', { username: peer.username, blocked: true });
      await apply(parts, { channelId, pair: [caller.id, peer.id], blocked: true });
    },

    async lift(caller, name) {
      refuseOneself(caller, name);
      const { channelId, peer } = await gate.findPair(caller, name);
      if (!(await store.lift(channelId, caller.id))) return;
      fanout.toUser(caller.id, 'blocked', { username: peer.username, blocked: false });
      const { blocked } = await gate.head(channelId);
      await apply(parts, { channelId, pair: [caller.id, peer.id], blocked });
    },

    async list({ id }) {
      const peers = await store.blockedPeers(id);
      const found = await users.findByIds(peers.filter(({ mine }) => mine).map(({ userId }) => userId));
      const shown = await people.present(id, found, new Map(peers.map((peer) => [peer.userId, peer])));
      return shown.sort((a, b) => (a.username < b.username ? -1 : 1));
    },

    poll: () =>
      inPollWindow(async (windowMs) => {
        for (const change of await store.changedWithin(windowMs)) await apply(parts, change);
      }),
  };
}

/** Idempotent: a poll may find the same change again. */
async function apply(parts: BlockParts, { channelId, pair: [one, other], blocked }: BlockChange): Promise<void> {
  parts.gate.noteBlock(channelId, blocked);
  if (blocked) parts.typing.end(channelId);
  await Promise.all([show(parts, one, other, blocked), show(parts, other, one, blocked)]);
}

/** Hides the user from the viewer's sockets on this node, or shows the user again. */
async function show(parts: BlockParts, viewer: UserId, userId: UserId, blocked: boolean): Promise<void> {
  const { presence, leases, fanout } = parts;
  const changed = fanout.setWatchAllowed(viewer, userId, !blocked);
  if (changed.length === 0) return;
  // A user that is offline looks the same when blocked: a push would reveal the block.
  if (blocked && !(await leases.online([userId])).has(userId)) return;
  fanout.toLocalSockets(changed, 'updateUsers', { users: await presence.snapshot(viewer, [userId]) });
}

/** The last-seen time that each is shown of the other: the present moment for a user that is online, null for one who hides it. */
async function lastSeen({ users, leases, privacy }: BlockParts, ids: UserId[]): Promise<Map<UserId, Date | null>> {
  const [found, online, untold] = await Promise.all([
    users.findByIds(ids),
    leases.online(ids),
    hidingLastSeen(privacy, ids),
  ]);
  const seenAt = ({ id, lastSeenAt }: UserRecord) => (online.has(id) ? new Date() : lastSeenAt);
  return new Map(found.map((user) => [user.id, untold.has(user.id) ? null : seenAt(user)]));
}
