/** Bounds the speed of an export, so that a node stays responsive while it makes one. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Messages a second, and bytes of files a second. */
export const exportSpeed = { messages: 5_000, bytes: 20 * 1_024 ** 2 };

/** Shorter rests are added up, in milliseconds: timers are not exact. */
const restMs = 5;

export interface ExportPace {
  /** Rests for as long as so many messages or bytes take. @throws AbortError once the signal has aborted */
  rest(amount: Partial<typeof exportSpeed>): Promise<void>;
}

export function createExportPace(signal: AbortSignal): ExportPace {
  let freeAt = performance.now();
  return {
    async rest({ messages = 0, bytes = 0 }) {
      signal.throwIfAborted();
      const takesMs = (messages / exportSpeed.messages + bytes / exportSpeed.bytes) * 1_000;
      const now = performance.now();
      freeAt = Math.max(freeAt, now) + takesMs;
      if (freeAt - now >= restMs) await sleep(freeAt - now, undefined, { signal });
    },
  };
}
