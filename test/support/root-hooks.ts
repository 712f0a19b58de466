/** What happens once after all tests: shared servers stop, second attempts are told, a run that would hang fails and says why. */
import { endRunning } from './child-process.ts';
import { stopSharedMariadb } from './mariadb.ts';
import { stopSharedRedis } from './redis-server.ts';
import { watchSecondAttempts } from './second-attempts.ts';

const patienceMs = 60_000;

let secondAttempts = () => '';

/** Called with the runner as `this`. */
export function mochaGlobalSetup(this: Mocha.Runner): void {
  secondAttempts = watchSecondAttempts(this);
}

/** After the summary, where nobody overlooks it. */
export function mochaGlobalTeardown(): void {
  if (secondAttempts() !== '') console.error(`\n${secondAttempts()}`);
}

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
