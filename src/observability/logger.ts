/** Creates the log: JSON lines on standard output by default, without secrets. */
import { type Logger, pino } from 'pino';

export type { Logger };

/** The log buffers this many bytes while its output is blocked, and drops lines beyond them. */
const bufferMaxBytes = 1024 * 1024;

export function createLogger(level: string, descriptor = 1): Logger {
  const output = pino.destination({ dest: descriptor, sync: true, maxLength: bufferMaxBytes });
  // A full disk below the log must not stop the node.
  output.on('error', () => {});
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, output);
}
