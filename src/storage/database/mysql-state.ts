/** Reports why MySQL or MariaDB does not store: the pool itself says only that it got no connection. */
import type { DatabaseObserver } from './database-health.ts';
import { mysqlFault } from './mysql-faults.ts';

const poolTimeout = '45028';

/** Keeps the order of the states, although a cause takes up to a second to find. */
export function withMysqlCause(url: string, { onState, onError }: DatabaseObserver): DatabaseObserver {
  let reported = Promise.resolve();
  return {
    ...(onError && { onError }),
    onState(fault) {
      reported = reported.then(async () => onState(fault?.includes(poolTimeout) ? await causeOf(url, fault) : fault));
    },
  };
}

async function causeOf(url: string, fault: string): Promise<string> {
  const error = await mysqlFault(Object.assign(new Error(fault), { code: poolTimeout }), url).catch(() => null);
  return error instanceof Error ? error.message : fault;
}
