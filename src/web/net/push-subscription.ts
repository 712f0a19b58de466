/** Subscribes this browser to Web Push for the session, so that the user is notified while the page is closed. */
import { act, fetchObject } from './http-call.ts';
import { isText, objectOf } from './shape.ts';

const isKey = objectOf({ key: isText });

async function pushManager(): Promise<PushManager | null> {
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  const registration = await workers?.getRegistration().catch(() => undefined);
  return registration?.active ? ((registration.pushManager as PushManager | undefined) ?? null) : null;
}

/** Repeatable: the server keeps one subscription for each session. Without a worker, or a push service, only open pages notify. */
export async function subscribeToPushes(): Promise<void> {
  const manager = await pushManager();
  if (!manager) return;
  const { key } = await fetchObject(isKey, 'GET', '/api/push/key');
  const former = await manager.getSubscription();
  if (former && keyOf(former) !== key) await former.unsubscribe();
  const subscription = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: key }).catch(() => null);
  if (subscription) await act('PUT', '/api/push', subscription.toJSON());
}

export async function unsubscribeFromPushes(): Promise<void> {
  await act('DELETE', '/api/push');
  const subscription = await (await pushManager())?.getSubscription();
  await subscription?.unsubscribe();
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
