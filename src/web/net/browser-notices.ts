/** Tells the user by the means of the browser: notifications, sound, icons, and one tab for all. */
import type { DeviceNotice, DeviceNotices, DeviceState } from '../model/notices/device-notices.ts';
import { withStorage } from './browser-storage.ts';
import { playNoticeSound } from './notice-sound.ts';
import { subscribeToPushes, unsubscribeFromPushes } from './push-subscription.ts';

/** The tab that told the user of a message keeps its lock for this long, in milliseconds. */
const turnMs = 3_000;

/** @param isWatched - whether the user looks at this page. @param onOpen - called with the peer when a notice is clicked. */
export function browserNotices(
  username: string,
  isWatched: () => boolean,
  onOpen: (peer: string) => void,
): DeviceNotices & { close(): void } {
  const choice = `duologue.notices.${username}`;
  const chosen = () => withStorage((storage) => storage.getItem(choice));
  const choose = (value: string) => withStorage((storage) => storage.setItem(choice, value));
  const shown = new ShownNotices(onOpen);
  return {
    state: () => stateOf(chosen()),
    mayAsk: () => 'Notification' in window && Notification.permission === 'default' && chosen() === null,
    async turnOn() {
      if ('Notification' in window && (await Notification.requestPermission()) === 'granted') choose('on');
      if (stateOf(chosen()) === 'on') await subscribeToPushes();
    },
    async turnOff() {
      choose('off');
      await unsubscribeFromPushes();
    },
    decline: () => void choose('off'),
    isWatched,
    inOneTab,
    show: (notice) => shown.show(notice),
    withdraw: (tag, readSeq) => shown.withdraw(tag, readSeq),
    playSound: playNoticeSound,
    showUnread,
    close: () => shown.close(),
  };
}

function stateOf(choice: string | null): DeviceState {
  if (!('Notification' in window)) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' && choice === 'on' ? 'on' : 'off';
}

/** Browsers have locks only on pages from HTTPS or from localhost: without them each tab tells the user. */
async function inOneTab(name: string, run: () => void): Promise<void> {
  const locks: LockManager | undefined = navigator.locks;
  if (!locks) return run();
  await locks.request(`duologue.notice ${name}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    run();
    await new Promise((resolve) => setTimeout(resolve, turnMs));
  });
}

/** The notices on the screen: the worker's where there is one, since a click on these opens the page after it was closed. */
class ShownNotices {
  readonly #onOpen: (peer: string) => void;
  readonly #listeners = new AbortController();
  readonly #seqs = new Map<string, number>();
  readonly #own = new Map<string, Notification>();

  constructor(onOpen: (peer: string) => void) {
    this.#onOpen = onOpen;
    const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
    const onMessage = ({ data }: MessageEvent) => typeof data?.open === 'string' && onOpen(data.open);
    workers?.addEventListener('message', onMessage, { signal: this.#listeners.signal });
    workers?.startMessages();
  }

  async show({ tag, seq, from, title, body }: DeviceNotice): Promise<void> {
    this.#seqs.set(tag, seq);
    const options = { tag, body, icon: '/icons/icon-192.png', data: { from, seq }, silent: true };
    const worker = await registration();
    if (worker?.active) {
      await worker.showNotification(title, options);
      return;
    }
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      notification.close();
      this.#onOpen(from);
    };
    this.#own.set(tag, notification);
  }

  withdraw(tag: string, readSeq: number): void {
    const seq = this.#seqs.get(tag);
    if (seq === undefined || seq > readSeq) return;
    this.#seqs.delete(tag);
    this.#own.get(tag)?.close();
    this.#own.delete(tag);
    void registration().then(async (worker) => {
      for (const notification of (await worker?.getNotifications({ tag })) ?? []) notification.close();
    });
  }

  close(): void {
    this.#listeners.abort();
    for (const tag of this.#seqs.keys()) this.withdraw(tag, Number.POSITIVE_INFINITY);
  }
}

async function registration(): Promise<ServiceWorkerRegistration | null> {
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  return (await workers?.getRegistration().catch(() => undefined)) ?? null;
}

function showUnread(count: number): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  const address = count > 0 ? '/favicon-unread.svg' : '/favicon.svg';
  if (icon && new URL(icon.href).pathname !== address) icon.href = address;
  const badge = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
  // A page that is not installed has no badge.
  badge?.catch(() => {});
}
