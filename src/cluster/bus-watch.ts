/** Watches the bus between the nodes with heartbeats, and reports when pushes of other nodes may have been lost. */

import { randomUUID } from 'node:crypto';
import type { Bus } from '../engine/ports/bus-port.ts';
import type { ResyncReason } from '../policy/resync-reasons.ts';
import {
  createIsolation,
  createLostPublishes,
  createTrouble,
  type Isolation,
  type LostPublishes,
  type Trouble,
} from './bus-state.ts';
import { createNodeHeartbeats, type NodeHeartbeats, silenceMs } from './node-heartbeats.ts';
import type { RedisConnections } from './redis.ts';

const heartbeatMs = 1_000;

/** The channel and the suffixes keep the values of earlier versions, so that nodes of both see each other. */
const channel = 'duologue:beats';
const leaveSuffix = ':gone';
const lostSuffix = ':lost';

export interface BusWatch extends Bus {
  /** A publish of this node did not reach the bus: the node tells the others to fetch as soon as it can. */
  noteLost(): void;
  /** A frame of another node could not be read. */
  noteUnreadable(): void;
  /** Leaves the bus, so that no other node counts this one as lost. */
  close(): Promise<void>;
}

interface Watch {
  redis: RedisConnections;
  self: string;
  heartbeats: NodeHeartbeats;
  trouble: Trouble;
  isolation: Isolation;
  lost: LostPublishes;
  missed(reason: ResyncReason): void;
  onHeard(): void;
}

export interface BusListeners {
  /** Pushes may have been lost. */
  onMissed(reason: ResyncReason): void;
  /** A heartbeat of this node came back through Redis. */
  onHeard(): void;
}

export function watchBus(redis: RedisConnections, { onMissed: missed, onHeard }: BusListeners): BusWatch {
  const self = randomUUID();
  const heartbeats = createNodeHeartbeats(self);
  const trouble = createTrouble(missed);
  const lost = createLostPublishes();
  const isolation = createIsolation(lost.note);
  const watch = { redis, self, heartbeats, trouble, isolation, lost, missed, onHeard };
  listen(watch);
  const timer = startHeartbeat(watch);
  return {
    alone: isolation.alone,
    isTroubled: () => heartbeats.hasLost() || trouble.isTroubled(),
    noteLost: lost.note,
    noteUnreadable: trouble.extend,
    async close() {
      clearInterval(timer);
      await redis.commands.spublish(channel, self + leaveSuffix).catch(() => {});
    },
  };
}

function listen(watch: Watch): void {
  const { redis, self, heartbeats, trouble, isolation } = watch;
  redis.subscriptions.on('smessageBuffer', (from: Buffer, payload: Buffer) => {
    if (from.toString() === channel) receive(watch, payload.toString('latin1', 0, 64));
  });
  redis.subscriptions.ssubscribe(channel).catch(() => {});
  redis.subscriptions.on('ready', async () => {
    heartbeats.note(self);
    isolation.listenAgain();
    // A client that fetches before the rooms are subscribed to again would miss what is pushed in between.
    const { late } = await redis.subscribed();
    trouble.suspect('redis_back');
    if (late) await late.then(() => trouble.suspect('redis_slow'));
  });
}

function receive({ self, heartbeats, trouble, isolation, onHeard }: Watch, message: string): void {
  if (message.endsWith(lostSuffix)) trouble.suspect('node_unheard');
  else if (message.endsWith(leaveSuffix)) heartbeats.leave(message.slice(0, -leaveSuffix.length));
  else {
    if (message === self) onHeard();
    else isolation.end();
    if (heartbeats.note(message)) trouble.extend();
  }
}

function startHeartbeat(watch: Watch): NodeJS.Timeout {
  const { redis, self, heartbeats, isolation, lost, missed } = watch;
  const hasSlept = createSleepCheck();

  function check(): void {
    redis.commands.spublish(channel, self).catch(() => {});
    if (lost.take()) redis.commands.spublish(channel, self + lostSuffix).catch(lost.note);
    const now = performance.now();
    if (hasSlept(now)) return;
    if (heartbeats.ownSilence(now) > silenceMs) busIsAway(watch, now);
    else for (let count = heartbeats.findLost(now); count > 0; count -= 1) missed('node_lost');
    isolation.settle(now, heartbeats.hasOthers());
  }

  check();
  return setInterval(check, heartbeatMs);
}

/**
 * Detects that this process stood still. The heartbeats that came meanwhile are not read yet, so only the next turn can
 * tell which nodes are silent. Never answers true twice in a row.
 */
function createSleepCheck(): (now: number) => boolean {
  let lastAt = performance.now();
  let slept = false;
  return (now) => {
    slept = !slept && now - lastAt > 2 * heartbeatMs;
    lastAt = now;
    return slept;
  };
}

function busIsAway({ redis, heartbeats, trouble, isolation }: Watch, now: number): void {
  isolation.listenAgain();
  // Reconnect: commands would pile up without end in a connection to a frozen server.
  for (const connection of [redis.subscriptions, redis.pushes, redis.commands]) {
    if (connection.status === 'ready') connection.disconnect(true);
  }
  // What other nodes did meanwhile is unknown; this node meets them again when Redis is back.
  heartbeats.forgetOthers();
  trouble.reportAway(now);
}
