/** Logs when a service fails and when it works again: once per change and cause, however many calls fail. */
import type { Logger } from './logger.ts';

export interface StateLog {
  /** Notes a failure of this kind. Logs the first of its kind since the service last worked. */
  failed(kind: string, reason: string): void;
  /** Notes a success. Logs it when the service has failed before, and not for some seconds. */
  works(): void;
  isUp(): boolean;
}

/** Without this pause, in milliseconds, a service that fails now and then would be logged at each failure and each success. */
const quietMs = 5_000;

/** @param count - counts every failure by its kind. */
export function createStateLog(service: string, logger: Logger, count: (kind: string) => void): StateLog {
  /** The kinds of failure since the service last worked; null while it works. */
  let kinds: Set<string> | null = null;
  let failures = 0;
  let since = 0;
  let lastAt = 0;

  return {
    failed(kind, reason) {
      count(kind);
      lastAt = performance.now();
      if (kinds === null) {
        kinds = new Set();
        failures = 0;
        since = lastAt;
      }
      failures += 1;
      if (kinds.has(kind)) return;
      kinds.add(kind);
      logger.warn({ service, state: 'down', kind, reason }, `${service} fails`);
    },
    works() {
      if (kinds === null) return;
      const now = performance.now();
      if (now - lastAt < quietMs) return;
      kinds = null;
      logger.warn({ service, state: 'up', downMs: Math.round(lastAt - since), failures }, `${service} works again`);
    },
    isUp: () => kinds === null,
  };
}
