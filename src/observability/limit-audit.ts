/** Writes an audit line when a limit closes connections: at most one a minute for each limit and address. */
import type { Audit } from '../policy/audit-events.ts';
import { type LimitName, limitTable, type OnLimit } from '../policy/limit-table.ts';

const minuteMs = 60_000;

/** Limits and addresses that are noted at a time; the metrics count the others. */
const notedMax = 1_000;

/** The first line comes at once. Each minute a further line counts the connections since the last one. */
export function createLimitAudit(audit: Audit, count: (limit: LimitName) => void): OnLimit {
  const noted = new Map<string, { limit: LimitName; address: string; count: number }>();

  function settle(): void {
    for (const [key, { limit, address, count: closed }] of noted) {
      if (closed === 0) noted.delete(key);
      else write(limit, address, closed);
    }
    for (const one of noted.values()) one.count = 0;
    if (noted.size > 0) setTimeout(settle, minuteMs).unref();
  }

  const write = (limit: LimitName, address: string, closed: number) =>
    audit({ event: 'connection_closed', outcome: limit, address, count: closed });

  return (limit, address) => {
    count(limit);
    if (address === undefined || limitTable[limit].beyond !== 'closed') return;
    const key = `${limit} ${address}`;
    const known = noted.get(key);
    if (known) known.count += 1;
    else if (noted.size < notedMax) {
      if (noted.size === 0) setTimeout(settle, minuteMs).unref();
      noted.set(key, { limit, address, count: 0 });
      write(limit, address, 1);
    }
  };
}
