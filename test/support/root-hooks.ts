/** Loads the texts of the page before all tests; stops the shared servers after all tests, and fails a run that left programs or handles open. */
import { loadLaterTexts, showLanguage } from '../../src/web/texts/texts.ts';
import { killRunning } from './child-process.ts';
import { stopSharedMariadb } from './mariadb.ts';
import { stopSharedRedis } from './redis-server.ts';
import { stopSharedS3Server } from './s3-server.ts';

const leakCheckMs = 60_000;

export const mochaHooks = {
  async beforeAll(): Promise<void> {
    await showLanguage('en');
    await loadLaterTexts();
    // Under mocha, code that is loaded later has a copy of the texts of its own.
    const copy = await import('../../src/web/texts/texts.ts');
    await copy.showLanguage('en');
    await copy.loadLaterTexts();
  },

  async afterAll(): Promise<void> {
    await Promise.all([stopSharedMariadb(), stopSharedRedis(), stopSharedS3Server()]);
    setTimeout(reportLeaks, leakCheckMs).unref();
    const left = killRunning();
    if (left.length > 0) throw new Error(`A suite left these programs running:\n${left.join('\n')}`);
  },
};

/** The timer itself does not keep the process alive: when it fires, an open handle does. */
function reportLeaks(): void {
  console.error(
    `These handles are still open ${leakCheckMs / 1_000} s after the last test:`,
    process.getActiveResourcesInfo(),
  );
  process.exit(1);
}
