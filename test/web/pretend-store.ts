/** A place for unsent messages that survives the outbox, like a browser's storage survives a reload. */
import type { OutboxStore, Unsent } from '../../src/web/model/outbox-store.ts';

export function pretendStore(): OutboxStore & { kept: Map<string, Unsent> } {
  const kept = new Map<string, Unsent>();
  return {
    kept,
    all: () => [...kept.values()],
    put: (unsent) => void kept.set(unsent.clientId, unsent),
    drop: (clientId) => void kept.delete(clientId),
  };
}
