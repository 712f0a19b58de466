/** Writes the audit log: one line for each security event, at most a number of like lines each second. */
import { plainAddress } from '../policy/address-blocks.ts';
import type { Audit, AuditLine } from '../policy/audit-events.ts';
import type { Logger } from './logger.ts';

/** Lines a second with the same event and outcome; a flood of refused logins hides neither a success nor another event. */
const linesPerSecond = 20;

/** @param count - counts every event, also those whose line is left out. */
export function createAuditLog(logger: Logger, count: (event: string, outcome: string) => void): Audit {
  const written = new Map<string, { line: AuditLine; count: number }>();

  /** Ends a second: writes how many lines were left out. */
  function settle(): void {
    for (const { line, count } of written.values()) {
      const suppressed = count - linesPerSecond;
      if (suppressed > 0) logger.warn({ event: line.event, outcome: line.outcome, suppressed }, 'audit lines left out');
    }
    written.clear();
  }

  return (line) => {
    count(line.event, line.outcome);
    if (written.size === 0) setTimeout(settle, 1_000).unref();
    const key = `${line.event} ${line.outcome}`;
    const like = written.get(key) ?? { line, count: 0 };
    written.set(key, like);
    like.count += 1;
    if (like.count > linesPerSecond) return;
    logger.info(line.address === undefined ? line : { ...line, address: plainAddress(line.address) }, 'audit');
  };
}
