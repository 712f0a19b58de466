/** Tracks the last heartbeat of each node, and which nodes were lost. */

/** Silence after which a node, or this node's own connection, counts as lost, in milliseconds. */
export const silenceMs = 4_000;

/** For this long after a node was lost, assume that it may still store messages that it cannot publish, in milliseconds. */
const lostNodeMs = 60 * 60_000;

export interface NodeHeartbeats {
  /** Notes a heartbeat; answers whether the node was lost before. */
  note(node: string): boolean;
  /** Forgets a node that left in order. */
  leave(node: string): void;
  /** How long this node has not received its own heartbeat, in milliseconds. */
  ownSilence(now: number): number;
  /** Forgets every other node, but not those that were lost. */
  forgetOthers(): void;
  /** Finds the nodes that fell silent since the last call; answers how many. */
  findLost(now: number): number;
  hasOthers(): boolean;
  hasLost(): boolean;
}

export function createNodeHeartbeats(self: string): NodeHeartbeats {
  const lastAt = new Map([[self, performance.now()]]);
  const lostUntil = new Map<string, number>();
  return {
    note(node) {
      lastAt.set(node, performance.now());
      return lostUntil.delete(node);
    },
    leave(node) {
      lastAt.delete(node);
      lostUntil.delete(node);
    },
    ownSilence: (now) => now - (lastAt.get(self) ?? 0),
    forgetOthers() {
      for (const node of lastAt.keys()) if (node !== self) lastAt.delete(node);
    },
    findLost(now) {
      for (const [node, until] of lostUntil) if (until < now) lostUntil.delete(node);
      const silent = [...lastAt].filter(([, at]) => now - at > silenceMs);
      for (const [node] of silent) {
        lastAt.delete(node);
        lostUntil.set(node, now + lostNodeMs);
      }
      return silent.length;
    },
    hasOthers: () => lastAt.size > 1,
    hasLost: () => lostUntil.size > 0,
  };
}
