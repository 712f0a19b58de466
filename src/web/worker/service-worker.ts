/** The service worker: answers with the page's own files from its cache, so that the page opens at once and without the network. */

import { pagePaths } from '../../protocol/page-paths.ts';
import { handlePushes } from './push-notices.ts';
import { dropOldShells, keepShell, keptDocument, keptFile, shellName, shellPaths } from './shell-cache.ts';

declare const self: ServiceWorkerGlobalScope;

/** The types of TypeScript do not have the method yet, and not every browser has it. */
interface RoutedInstall extends ExtendableEvent {
  addRoutes?(rules: object[]): Promise<void>;
}

/**
 * Requests that the browser answers without starting the worker: from the network, as nothing of them is ever kept, or
 * from the cache, and from the network when it is not there.
 */
const routes = [
  ...['/api/*', '/socket.io/*'].map((pathname) => ({ condition: { urlPattern: { pathname } }, source: 'network' })),
  { condition: { urlPattern: { pathname: '/assets/*' } }, source: 'cache' },
  { condition: { urlPattern: { pathname: '/', search: '' } }, source: { cacheName: shellName } },
];

self.addEventListener('install', (event: RoutedInstall) => {
  event.waitUntil(keepShell());
  // Open tabs keep their files, so that nothing waits for them to be closed.
  event.waitUntil(self.skipWaiting());
  void event.addRoutes?.(routes);
});

handlePushes();

self.addEventListener('activate', (event) => event.waitUntil(dropOldShells()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (pagePaths.includes(pathname)) event.respondWith(keptDocument(request));
  } else if (shellPaths.has(pathname)) event.respondWith(keptFile(request));
});
