/** Keeps unsent messages in the browser across reloads and crashes. */
import type { OutboxStore, Unsent } from '../model/outbox-store.ts';

/**
 * Message text does not belong into a browser's storage for long (ASVS 14.3.3), and a text that was written must not be
 * lost by a reload. So only what the server has not acknowledged is kept, under its writer's name, and is
 * removed with the acknowledgement and at log-out. `sessionStorage` would lose it with the tab.
 */
export function outboxStorage(username: string): OutboxStore {
  const prefix = `duologue.unsent.${username}/`;
  return {
    all: () => keys(prefix).flatMap((key) => parse(localStorage.getItem(key))),
    put(unsent) {
      try {
        localStorage.setItem(prefix + unsent.clientId, JSON.stringify(unsent));
      } catch {
        // Full or forbidden: the message is still sent, it only does not survive a reload.
      }
    },
    drop: (clientId) => localStorage.removeItem(prefix + clientId),
  };
}

function keys(prefix: string): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
}

function parse(text: string | null): Unsent[] {
  try {
    const unsent: Partial<Unsent> | null = JSON.parse(text ?? 'null');
    return unsent && typeof unsent.clientId === 'string' && typeof unsent.body === 'string' ? [unsent as Unsent] : [];
  } catch {
    return [];
  }
}
