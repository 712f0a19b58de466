/** Holds the state of the bus between the nodes: whether this node is alone, and whether pushes may be missing. */

import type { ResyncReason } from '../policy/resync-reasons.ts';
import { silenceMs } from './node-heartbeats.ts';

/** Trouble lasts at least this long, in milliseconds, so that the polls also find what was stored at its end. */
const aftermathMs = 15_000;

/** While Redis is away, the node tells its clients to fetch this often, in milliseconds: the polls find messages only. */
const remindMs = 20_000;

/** Whether pushes of other nodes may be missing. While they may, the node polls. */
export interface Trouble {
  isTroubled(): boolean;
  extend(): void;
  /** Extends the trouble, and tells the clients to fetch. */
  suspect(reason: ResyncReason): void;
  /** Extends the trouble, and tells the clients from time to time that Redis is away. */
  reportAway(now: number): void;
}

/** @param missed - called when pushes may have been lost. */
export function createTrouble(missed: (reason: ResyncReason) => void): Trouble {
  let until = 0;
  let remindedAt = Number.NEGATIVE_INFINITY;

  function extend(): void {
    until = performance.now() + aftermathMs;
  }

  return {
    isTroubled: () => performance.now() < until,
    extend,
    suspect(reason) {
      extend();
      missed(reason);
    },
    reportAway(now) {
      extend();
      if (now - remindedAt < remindMs) return;
      remindedAt = now;
      missed('redis_lost');
    },
  };
}

/** Whether this node is alone. A node that is alone publishes nothing. */
export interface Isolation {
  alone(): boolean;
  /** Another node is there. */
  end(): void;
  /** Other nodes, if there are any, have had no time yet to be received. */
  listenAgain(): void;
  /** Decides after a heartbeat. */
  settle(now: number, hasOthers: boolean): void;
}

/**
 * @param onDoubt - called when a node that believed to be alone listens again: a node that joined in between missed what
 * this one did not publish.
 */
export function createIsolation(onDoubt: () => void): Isolation {
  let isAlone = false;
  let listeningSince = performance.now();
  return {
    alone: () => isAlone,
    end() {
      isAlone = false;
    },
    listenAgain() {
      if (isAlone) onDoubt();
      isAlone = false;
      listeningSince = performance.now();
    },
    settle(now, hasOthers) {
      isAlone = !hasOthers && now - listeningSince > silenceMs;
    },
  };
}

/** Whether publishes of this node were lost that the other nodes do not know about. */
export interface LostPublishes {
  note(): void;
  /** Answers whether one was lost since the last call. */
  take(): boolean;
}

export function createLostPublishes(): LostPublishes {
  let hasLost = false;
  return {
    note() {
      hasLost = true;
    },
    take() {
      const had = hasLost;
      hasLost = false;
      return had;
    },
  };
}
