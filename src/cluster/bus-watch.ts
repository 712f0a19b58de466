/** Notices when pushes of other nodes may have been lost: the bus is silent, it came back, or a node died in the middle of its work. */
import { randomUUID } from 'node:crypto';
import type { RedisConnections } from './redis.ts';

const beatMs = 2_000;

/** Silence after which somebody is given up, in milliseconds: our own connection, which may be half-open, or another node. */
const silenceMs = 5_000;

/** While the bus is away clients are told to fetch this often, in milliseconds. */
const remindMs = 5_000;

const channel = 'duologue:beats';
const farewell = ':gone';
const lament = ':lost';

export interface BusWatch {
  /** No other node is there to hear a push; certain only after a while on a bus that works. */
  alone(): boolean;
  /** A push of this node did not reach the bus: the others are told to fetch as soon as they can be told anything. */
  noteLost(): void;
  /** Says goodbye, so that nobody takes this node for dead. */
  close(): Promise<void>;
}

/** @param missed - called whenever live delivery may have missed something, with why. */
export function watchBus(
  { commands, pushes, subscriptions }: RedisConnections,
  missed: (reason: string) => void,
): BusWatch {
  const self: string = randomUUID();
  const heardAt = new Map([[self, performance.now()]]);
  let remindedAt = 0;
  let lost = false;
  let alone = false;
  /** Since when the others, if there are any, had the time to be heard. */
  let listeningSince = performance.now();

  subscriptions.on('smessageBuffer', (from: Buffer, payload: Buffer) => {
    if (from.toString() !== channel) return;
    const node = payload.toString('latin1', 0, 64);
    if (node.endsWith(lament)) missed('Another node could not be heard.');
    else if (node.endsWith(farewell)) heardAt.delete(node.slice(0, -farewell.length));
    else heard(node);
  });
  subscriptions.ssubscribe(channel).catch(() => {});
  subscriptions.on('ready', () => {
    heardAt.set(self, performance.now());
    listenAnew();
    missed('The connection between the nodes is back.');
  });

  function heard(node: string): void {
    heardAt.set(node, performance.now());
    if (node !== self) alone = false;
  }

  /** Whoever came while the bus was away has missed what was kept from it in the belief to be alone. */
  function listenAnew(): void {
    if (alone) lost = true;
    alone = false;
    listeningSince = performance.now();
  }

  function beat(): void {
    commands.spublish(channel, self).catch(() => {});
    if (lost) tellOfLoss();
    const now = performance.now();
    if (now - (heardAt.get(self) ?? 0) > silenceMs) busIsAway(now);
    else forgetTheDead(now);
    alone = heardAt.size === 1 && now - listeningSince > silenceMs;
  }

  function tellOfLoss(): void {
    lost = false;
    commands.spublish(channel, self + lament).catch(() => {
      lost = true;
    });
  }

  function busIsAway(now: number): void {
    listenAnew();
    // Made anew: a frozen server would let commands pile up in them without end.
    for (const connection of [subscriptions, pushes, commands]) {
      if (connection.status === 'ready') connection.disconnect(true);
    }
    // What others did meanwhile is unknown: they are met anew when the bus is back.
    for (const node of heardAt.keys()) if (node !== self) heardAt.delete(node);
    if (now - remindedAt < remindMs) return;
    remindedAt = now;
    missed('The connection between the nodes is lost.');
  }

  /** A node that fell silent without a word may have stored messages that it could tell nobody of. */
  function forgetTheDead(now: number): void {
    for (const [node, at] of heardAt) {
      if (now - at <= silenceMs) continue;
      heardAt.delete(node);
      missed('Another node was lost.');
    }
  }

  const timer = setInterval(beat, beatMs);
  beat();
  return {
    alone: () => alone,
    noteLost() {
      lost = true;
    },
    async close() {
      clearInterval(timer);
      await commands.spublish(channel, self + farewell).catch(() => {});
    },
  };
}
