/** Pushes that reach the page's service worker while no page is open: what they show, and what they withdraw. */
import { expect } from 'chai';
import type { CDPSession } from 'playwright-core';
import type { PushNotice } from '../../../src/protocol/push-notice.ts';
import { openSite } from './page-site.ts';
import { becomes, keepsShell, type Visitor } from './visitor.ts';

describe('page: pushes', () => {
  const site = openSite();
  let ann: Visitor;
  let devTools: CDPSession;
  let registrationId: string;

  beforeEach(async () => {
    ann = await site().arrive('ann', { permissions: ['notifications'] });
    await keepsShell(ann.page);
    devTools = await ann.page.context().newCDPSession(ann.page);
    registrationId = await new Promise((found) => {
      devTools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [first] }) => {
        if (first) found(first.registrationId);
      });
      void devTools.send('ServiceWorker.enable');
    });
  });
  afterEach(() => ann?.leave());

  const message: PushNotice = {
    type: 'message',
    tag: 'c1',
    seq: 5,
    from: 'ben',
    name: 'Ben',
    body: 'Are you there?',
    sentAt: '2026-11-26T10:00:00.000Z',
  };
  const push = (notice: PushNotice) =>
    devTools.send('ServiceWorker.deliverPushMessage', {
      origin: new URL(ann.page.url()).origin,
      registrationId,
      data: JSON.stringify(notice),
    });
  const shown = () =>
    ann.page.evaluate(async () => {
      const worker = await navigator.serviceWorker.ready;
      return (await worker.getNotifications()).map(
        ({ title, body, silent }) => `${title}: ${body}${silent ? ' 🔇' : ''}`,
      );
    });

  it('shows the newest message of a conversation, and each conversation apart', async () => {
    await push(message);
    await becomes(shown, ['Ben: Are you there?']);
    await push({ ...message, seq: 6, body: 'Hello?' });
    await becomes(shown, ['Ben: Hello?']);
    await push({ ...message, tag: 'c2', from: 'cid', name: 'Cid', body: 'Hi' });
    await becomes(async () => (await shown()).toSorted(), ['Ben: Hello?', 'Cid: Hi']);
  });

  it('shows neither sender nor text when the preview has none', async () => {
    await push({ type: 'message', tag: 'c1', seq: 5 });
    await becomes(shown, ['Duologue: New message']);
  });

  it('says what the files of a message without a text are', async () => {
    const told = async (files: PushNotice['files'], seq: number, text: string) => {
      await push({ ...message, seq, body: '', ...(files && { files }) });
      await becomes(shown, [`Ben: ${text}`]);
    };
    await told({ count: 1, kind: 'image', name: 'lake.png' }, 6, 'Photo');
    await told({ count: 3, kind: 'image', name: 'lake.png' }, 7, '3 photos');
    await told({ count: 2, kind: 'file', name: 'lake.png' }, 8, '2 files');
    await told({ count: 1, kind: 'audio', name: 'v.webm', voice: true }, 9, 'Voice message');
    await told({ count: 1, kind: 'file', name: 'plan.pdf' }, 10, 'plan.pdf');
    await told(undefined, 11, 'New message');
  });

  it('is silent for a message that is shown already, and when the push says so', async () => {
    await push(message);
    await becomes(shown, ['Ben: Are you there?']);
    await push({ ...message, body: 'again' });
    await becomes(shown, ['Ben: again 🔇']);
    await push({ ...message, seq: 7, silent: true, body: 'quiet' });
    await becomes(shown, ['Ben: quiet 🔇']);
  });

  it('withdraws what has been read elsewhere, and keeps newer messages', async () => {
    await push(message);
    await push({ ...message, tag: 'c2', name: 'Cid', seq: 9 });
    await becomes(async () => (await shown()).length, 2);
    await push({ type: 'read', tag: 'c2', seq: 8 });
    await push({ type: 'read', tag: 'c1', seq: 5 });
    await becomes(shown, ['Cid: Are you there?']);
    expect((await shown()).length).to.equal(1);
  });
});
