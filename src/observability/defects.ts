/** Logs unexpected errors, and converts each into a refusal that reveals only the id of its log line. */
import { randomUUID } from 'node:crypto';
import { Refusal } from '../protocol/refusals.ts';
import type { Logger } from './logger.ts';

export function createDefectLog(logger: Logger): (error: unknown) => Refusal {
  return (error) => {
    if (error instanceof Refusal) {
      // The state of the database and of Redis is logged once per change; the jobs of a node fail every second meanwhile.
      if (error.code !== 'unavailable') logger.warn({ code: error.code }, error.message);
      return error;
    }
    const requestId = randomUUID();
    logger.error({ err: error, requestId }, 'defect');
    return new Refusal('internal', 'Something went wrong on our side.', { requestId });
  };
}
