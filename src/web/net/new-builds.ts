/** Learns that the server has another build of the page than the open one. */

/** The browser looks for a new build when the page is loaded, and a page may be open for weeks. In milliseconds. */
const betweenLooksMs = 3_600_000;

/** @param isThere - called when the browser has loaded the new build: the next start of the page shows it. */
export function followBuilds(isThere: () => void): void {
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  // The first worker of this browser brings the open build, and one with another address brings another language.
  let script = workers?.controller?.scriptURL;
  workers?.addEventListener('controllerchange', () => {
    const next = workers.controller?.scriptURL;
    if (next === script) isThere();
    script = next;
  });
  let lookedAt = Date.now();
  document.addEventListener('visibilitychange', async () => {
    if (document.visibilityState === 'hidden' || Date.now() - lookedAt < betweenLooksMs) return;
    lookedAt = Date.now();
    const registration = await workers?.getRegistration().catch(() => undefined);
    registration?.update().catch(() => {});
  });
}
