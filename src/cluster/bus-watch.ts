/** Notices when pushes of other nodes may have been lost: the bus is silent, it came back, or a node died in the middle of its work. */

import { randomUUID } from 'node:crypto';
import type { Bus } from '../engine/ports/bus-port.ts';
import type { RedisConnections } from './redis.ts';

const beatMs = 1_000;

/** Silence after which somebody is given up, in milliseconds: our own connection, which may be half-open, or another node. */
const silenceMs = 4_000;

/** While the bus is away all clients are told to fetch this often, in milliseconds: what is no message has no other way. */
const remindMs = 20_000;

/** Trouble is not over before this time, in milliseconds: what was stored at its end is found, too. */
const aftermathMs = 15_000;

/** A node that fell silent is taken for one that lives, and can tell nobody of what it stores, for so many milliseconds. */
const mournMs = 60 * 60_000;

const channel = 'duologue:beats';
const farewell = ':gone';
const lament = ':lost';

export interface BusWatch extends Bus {
  /** A push of this node did not reach the bus: the others are told to fetch as soon as they can be told anything. */
  noteLost(): void;
  /** Says goodbye, so that nobody takes this node for dead. */
  close(): Promise<void>;
}

/** @param missed - called whenever live delivery may have missed something, with why. */
export function watchBus(
  { commands, pushes, subscriptions, subscribed }: RedisConnections,
  missed: (reason: string) => void,
): BusWatch {
  const self: string = randomUUID();
  const heardAt = new Map([[self, performance.now()]]);
  /** Nodes that fell silent without a farewell, and until when they count. */
  const silent = new Map<string, number>();
  let troubledUntil = 0;
  let remindedAt = Number.NEGATIVE_INFINITY;
  let lost = false;
  let alone = false;
  let beatAt = performance.now();
  let slept = false;
  /** Since when the others, if there are any, had the time to be heard. */
  let listeningSince = performance.now();

  subscriptions.on('smessageBuffer', (from: Buffer, payload: Buffer) => {
    if (from.toString() !== channel) return;
    const node = payload.toString('latin1', 0, 64);
    if (node.endsWith(lament)) suspect('Another node could not be heard.');
    else if (node.endsWith(farewell)) leave(node.slice(0, -farewell.length));
    else heard(node);
  });
  subscriptions.ssubscribe(channel).catch(() => {});
  subscriptions.on('ready', () => {
    heardAt.set(self, performance.now());
    listenAnew();
    // Who fetches before the rooms are subscribed to again would miss what is pushed in between.
    void subscribed().then(async ({ late }) => {
      suspect('The connection between the nodes is back.');
      if (late) await late.then(() => suspect('The connection between the nodes was slow to come back.'));
    });
  });

  function suspect(reason: string): void {
    troubledUntil = performance.now() + aftermathMs;
    missed(reason);
  }

  function heard(node: string): void {
    heardAt.set(node, performance.now());
    if (node !== self) alone = false;
    if (silent.delete(node)) troubledUntil = performance.now() + aftermathMs;
  }

  function leave(node: string): void {
    heardAt.delete(node);
    silent.delete(node);
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
    // What came while this process stood still has not been read yet: of who is silent, only the next beat can say.
    slept = !slept && now - beatAt > 2 * beatMs;
    beatAt = now;
    if (slept) return;
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
    troubledUntil = now + aftermathMs;
    if (now - remindedAt < remindMs) return;
    remindedAt = now;
    missed('The connection between the nodes is lost.');
  }

  /** A node that fell silent without a word stores messages that it can tell nobody of, or did so as it died. */
  function forgetTheDead(now: number): void {
    for (const [node, at] of heardAt) {
      if (now - at <= silenceMs) continue;
      heardAt.delete(node);
      silent.set(node, now + mournMs);
      missed('Another node was lost.');
    }
    for (const [node, until] of silent) if (until < now) silent.delete(node);
  }

  const timer = setInterval(beat, beatMs);
  beat();
  return {
    alone: () => alone,
    isTroubled: () => silent.size > 0 || performance.now() < troubledUntil,
    noteLost() {
      lost = true;
    },
    async close() {
      clearInterval(timer);
      await commands.spublish(channel, self + farewell).catch(() => {});
    },
  };
}
