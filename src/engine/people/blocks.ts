/** Blocks: two people are kept apart, both ways; each is shown the other as somebody who has gone offline. */

import type { User } from '../../protocol/shapes.ts';
import type { Channels } from '../conversations/conversation-gate.ts';
import type { Typing } from '../conversations/typing.ts';
import { createLookBack } from '../poll-window.ts';
import type { BlockChange, BlockStore } from '../ports/block-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { PresenceLeases } from '../ports/presence-port.ts';
import type { UserStore } from '../ports/user-port.ts';
import type { People } from './people.ts';
import type { Presence } from './presence.ts';

/** How often each node looks for blocks that were set or lifted elsewhere, in milliseconds. */
export const blockSweepMs = 1_000;

export type Blocks = ReturnType<typeof createBlocks>;

interface Parts {
  store: BlockStore;
  users: UserStore;
  people: People;
  presence: Presence;
  channels: Channels;
  typing: Typing;
  leases: PresenceLeases;
  fanout: Fanout;
}

export function createBlocks({ store, users, people, presence, channels, typing, leases, fanout }: Parts) {
  const lookBack = createLookBack();

  /** @throws Refusal `not_found`, `invalid_input` for oneself, and when there are too many */
  async function block(caller: Caller, name: string): Promise<void> {
    const { channelId, peer } = await channels.withPeer(caller, name);
    if (!(await store.block(channelId, caller.id, await lastSeen([caller.id, peer.id])))) return;
    fanout.toUser(caller.id, 'blocked', { username: peer.username, blocked: true });
    await apply({ channelId, pair: [caller.id, peer.id], blocked: true });
  }

  /** @throws Refusal `not_found`, `invalid_input` for oneself */
  async function lift(caller: Caller, name: string): Promise<void> {
    const { channelId, peer } = await channels.withPeer(caller, name);
    if (!(await store.lift(channelId, caller.id))) return;
    fanout.toUser(caller.id, 'blocked', { username: peer.username, blocked: false });
    const { blocked } = await channels.head(channelId);
    await apply({ channelId, pair: [caller.id, peer.id], blocked });
  }

  /** Those whom the caller has blocked, by username. */
  async function list({ id }: Caller): Promise<User[]> {
    const apart = await store.blockedPeers(id);
    const found = await users.findByIds(apart.filter(({ mine }) => mine).map(({ userId }) => userId));
    const shown = await people.present(found, new Map(apart.map(({ userId, seenAt }) => [userId, seenAt])));
    return shown.sort((a, b) => (a.username < b.username ? -1 : 1));
  }

  /** Makes good on this node what was changed on others. Independent of Redis, so it holds within a second in any case. */
  function sweep(): Promise<void> {
    return lookBack(async (windowMs) => {
      for (const change of await store.changedWithin(windowMs)) await apply(change);
    });
  }

  /** Doing it again does nothing. */
  async function apply({ channelId, pair: [one, other], blocked }: BlockChange): Promise<void> {
    channels.noteBlock(channelId, blocked);
    if (blocked) typing.end(channelId);
    await Promise.all([show(one, other, blocked), show(other, one, blocked)]);
  }

  async function show(viewer: UserId, userId: UserId, blocked: boolean): Promise<void> {
    const changed = fanout.letWatch(viewer, userId, !blocked);
    if (changed.length === 0) return;
    // Who is offline looks no different now: a push would tell of the block.
    if (blocked && !(await leases.online([userId])).has(userId)) return;
    fanout.toSocketsHere(changed, 'updateUsers', { users: await presence.look(viewer, [userId]) });
  }

  /** Who is online now goes offline for the other now. */
  async function lastSeen(ids: UserId[]): Promise<Map<UserId, Date | null>> {
    const [found, online] = await Promise.all([users.findByIds(ids), leases.online(ids)]);
    return new Map(found.map(({ id, lastSeenAt }) => [id, online.has(id) ? new Date() : lastSeenAt]));
  }

  return { block, lift, list, sweep };
}
