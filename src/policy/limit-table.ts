/** The table of limits: every limit of the server is one line. */
import { backoffs } from './backoffs.ts';
import { connectionLimits, floodLimits, queueLimits, sizeLimits } from './connection-limits.ts';
import type { Limit } from './limit.ts';
import { rateLimits } from './rate-limits.ts';

/** A new limit is a line of the group that it belongs to. `npm run limits` writes the table of the documents. */
export const limitTable = {
  ...rateLimits,
  ...backoffs,
  ...floodLimits,
  ...connectionLimits,
  ...sizeLimits,
  ...queueLimits,
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limitTable;

/**
 * Reports that a client reached a limit. The transports call it once for each refusal, delay or closed connection.
 * @param address - of the client whose connection is closed.
 */
export type OnLimit = (name: LimitName, address?: string) => void;
