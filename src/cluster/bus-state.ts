/** The state of the bus between the nodes: alone or not, troubled or not, and lost publishes not yet reported. */

import { silenceMs } from './node-heartbeats.ts';

/** Trouble lasts at least this long, in milliseconds, so that the polls also find what was stored at its end. */
const aftermathMs = 15_000;

/** While Redis is away, the node tells its clients to fetch this often, in milliseconds: only messages are polled for. */
const remindMs = 20_000;

export interface BusState {
  alone(): boolean;
  isTroubled(): boolean;
  /** Pushes of other nodes may be missing for some time: the node polls. */
  extendTrouble(): void;
  /** Pushes of other nodes may have been lost: the node polls, and tells its clients to fetch. */
  suspect(reason: string): void;
  /** Redis is away. */
  away(now: number): void;
  /** Another node is there. */
  meetOther(): void;
  /** Other nodes, if there are any, have had no time yet to be received. */
  listenAgain(): void;
  /** Decides after a heartbeat whether this node is alone. */
  settle(now: number, hasOthers: boolean): void;
  /** A publish of this node did not reach the bus. */
  noteLost(): void;
  /** Answers whether a publish was lost since the last call. */
  takeLost(): boolean;
}

/** @param missed - called when pushes may have been lost, with the reason that clients see. */
export function createBusState(missed: (reason: string) => void): BusState {
  let troubledUntil = 0;
  let remindedAt = Number.NEGATIVE_INFINITY;
  let listeningSince = performance.now();
  let isAlone = false;
  let hasLost = false;

  function extendTrouble(): void {
    troubledUntil = performance.now() + aftermathMs;
  }

  /** A node that joined while Redis was away missed what this node did not publish because it believed to be alone. */
  function listenAgain(): void {
    if (isAlone) hasLost = true;
    isAlone = false;
    listeningSince = performance.now();
  }

  return {
    alone: () => isAlone,
    isTroubled: () => performance.now() < troubledUntil,
    extendTrouble,
    suspect(reason) {
      extendTrouble();
      missed(reason);
    },
    away(now) {
      listenAgain();
      extendTrouble();
      if (now - remindedAt < remindMs) return;
      remindedAt = now;
      missed('The connection between the nodes is lost.');
    },
    meetOther() {
      isAlone = false;
    },
    listenAgain,
    settle(now, hasOthers) {
      isAlone = !hasOthers && now - listeningSince > silenceMs;
    },
    noteLost() {
      hasLost = true;
    },
    takeLost() {
      const had = hasLost;
      hasLost = false;
      return had;
    },
  };
}
