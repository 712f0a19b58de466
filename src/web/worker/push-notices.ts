/** Shows the notifications that the server pushes, withdraws them, and opens the conversation of one that is clicked. */
import type { PushNotice } from '../../protocol/push-notice.ts';
import { unformatted } from '../model/message-text/unformatted.ts';
import { filesText } from './files-text.ts';
import { texts } from './worker-texts.ts';

declare const self: ServiceWorkerGlobalScope;

/** The types of TypeScript do not have these options yet. */
interface ShownOptions extends NotificationOptions {
  timestamp?: number;
  renotify?: boolean;
}

export function handlePushes(): void {
  self.addEventListener('push', (event) => event.waitUntil(receive(event.data?.json())));
  self.addEventListener('notificationclick', (event) => {
    event.notification.close();
    event.waitUntil(open(event.notification.data?.from));
  });
}

/** Browsers want to see a notification for each push, except one that withdraws. */
async function receive(notice: PushNotice): Promise<void> {
  const before = await self.registration.getNotifications({ tag: notice.tag });
  if (notice.type === 'read') {
    for (const shown of before) if ((shown.data?.seq ?? 0) <= notice.seq) shown.close();
    return;
  }
  const { name, room, body, files, seq, tag, sentAt, silent } = notice;
  const isShown = before.some(({ data }) => (data?.seq ?? 0) >= seq);
  const text = (body && unformatted(body)) || (files ? filesText(files) : texts.worker.newMessage);
  const from = room === undefined ? notice.from : `room:${tag}`;
  const options: ShownOptions = {
    tag,
    body: room === undefined ? text : `${name}: ${text}`,
    icon: '/icons/icon-192.png',
    data: { from, seq },
    // A page that is open in the background has told the user already.
    silent: isShown || silent === true,
    renotify: !isShown,
    ...(sentAt === undefined ? {} : { timestamp: Date.parse(sentAt) }),
  };
  await self.registration.showNotification(room ?? name ?? 'Duologue', options);
}

async function open(from: string | undefined): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find(({ focused }) => focused) ?? pages[0];
  if (!page) {
    await self.clients.openWindow(from === undefined ? '/' : `/#/${encodeURIComponent(from)}`);
    return;
  }
  await page.focus();
  if (from !== undefined) page.postMessage({ open: from });
}
