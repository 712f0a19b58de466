/** The log: JSON lines on standard output, without secrets. */
import { type Logger, pino } from 'pino';

export type { Logger };

/** What may wait for a log that takes nothing, in bytes; beyond it lines are dropped. */
const waitingMax = 1024 * 1024;

export function createLogger(level: string): Logger {
  const output = pino.destination({ dest: 1, sync: true, maxLength: waitingMax });
  // A full disk under the log is no reason to stop.
  output.on('error', () => {});
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, output);
}
