/** Conversations that another node holds, each left alone for a while so that no other conversation waits for it. */
import type { ConversationId } from '../../engine/ports/identifiers.ts';

/** The first rest of a busy conversation in milliseconds; each further one is twice as long, up to the last. */
export const restMs = { first: 4, last: 64 };

export interface BusyConversations {
  isResting(id: ConversationId, now: number): boolean;
  has(id: ConversationId): boolean;
  /** The conversation was busy once more. */
  rest(id: ConversationId): void;
  /** The conversation was free. */
  release(id: ConversationId): void;
  clear(): void;
}

export function createBusyConversations(): BusyConversations {
  const rests = new Map<ConversationId, { until: number; ms: number }>();
  return {
    isResting: (id, now) => (rests.get(id)?.until ?? 0) > now,
    has: (id) => rests.has(id),
    rest(id) {
      const before = rests.get(id)?.ms ?? restMs.first / 2;
      const ms = Math.min(before * 2, restMs.last);
      rests.set(id, { until: performance.now() + ms, ms });
    },
    release: (id) => void rests.delete(id),
    clear: () => rests.clear(),
  };
}
