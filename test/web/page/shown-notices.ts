/** Notifications that a service worker shows. Headless Chromium ends them after some 25 s. */
import type { CDPSession, Page, Worker } from 'playwright-core';
import type { PushNotice } from '../../../src/protocol/push-notice.ts';
import { until } from '../../support/waiting.ts';

interface WorkerScope {
  registration: ServiceWorkerRegistration;
  shows: number;
}

/** A silent one ends in 🔇. */
export const shownNotices = (page: Page) =>
  page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    return (await worker.getNotifications()).map(
      ({ title, body, silent }) => `${title}: ${body}${silent ? ' 🔇' : ''}`,
    );
  });

/** Waits until these are shown, in any order. */
export async function showsNotices(page: Page, expected: readonly string[]): Promise<void> {
  const wanted = JSON.stringify([...expected].sort());
  let seen = '';
  await until(
    `the notifications become ${wanted}`,
    async () => {
      seen = JSON.stringify((await shownNotices(page)).sort());
      if (seen !== wanted) throw new Error(seen);
      return true;
    },
    { everyMs: 100 },
  );
}

/** Pushes to the service worker of a page, as a push service does. */
export class TestPushes {
  readonly #devTools: CDPSession;
  readonly #registrationId: string;
  readonly #worker: Worker;
  readonly #origin: string;

  private constructor(devTools: CDPSession, registrationId: string, worker: Worker, page: Page) {
    this.#devTools = devTools;
    this.#registrationId = registrationId;
    this.#worker = worker;
    this.#origin = new URL(page.url()).origin;
  }

  /** The service worker of the page must be active. */
  static async to(page: Page): Promise<TestPushes> {
    const devTools = await page.context().newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
        if (first) resolve(first.registrationId);
      });
    });
    await devTools.send('ServiceWorker.enable');
    const worker = await until('the worker can be asked', () => page.context().serviceWorkers()[0]);
    await worker.evaluate(() => {
      const scope = globalThis as unknown as WorkerScope;
      const show = scope.registration.showNotification.bind(scope.registration);
      scope.shows = 0;
      scope.registration.showNotification = async (...notice) => {
        await show(...notice);
        scope.shows += 1;
      };
    });
    return new TestPushes(devTools, await registered, worker, page);
  }

  /** A message is shown when this returns; a withdrawal may still be under way. */
  async send(notice: PushNotice): Promise<void> {
    const before = await this.#shows();
    await this.#devTools.send('ServiceWorker.deliverPushMessage', {
      origin: this.#origin,
      registrationId: this.#registrationId,
      data: JSON.stringify(notice),
    });
    if (notice.type === 'message') await until('the push is handled', async () => (await this.#shows()) > before);
  }

  #shows(): Promise<number> {
    return this.#worker.evaluate(() => (globalThis as unknown as WorkerScope).shows);
  }
}
