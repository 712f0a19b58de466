/** What happens once after all tests: the shared servers stop, and a run that would hang says why and fails. */
import { endRunning } from './child-process.ts';
import { stopSharedMariadb } from './mariadb.ts';
import { stopSharedRedis } from './redis-server.ts';

const patienceMs = 60_000;

export const mochaHooks = {
  async afterAll(): Promise<void> {
    await Promise.all([stopSharedMariadb(), stopSharedRedis()]);
    setTimeout(reportLeaks, patienceMs).unref();
    const left = endRunning();
    if (left.length > 0) throw new Error(`A suite has left running:\n${left.join('\n')}`);
  },
};

/** The timer alone keeps nothing alive: when it fires, something else does, and would for ever. */
function reportLeaks(): void {
  console.error(
    `Something is left open ${patienceMs / 1_000} s after the last test:`,
    process.getActiveResourcesInfo(),
  );
  process.exit(1);
}
