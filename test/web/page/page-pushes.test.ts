/** Pushes that reach the page's service worker while no page is open: what they show, and what they withdraw. */
import type { PushNotice } from '../../../src/protocol/push-notice.ts';
import { openSite } from './page-site.ts';
import { showsNotices, TestPushes } from './shown-notices.ts';
import { keepsShell, type Visitor } from './visitor.ts';

describe('page: pushes', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let pushes: TestPushes;

  beforeEach(async () => {
    ann = await site().arrive('ann', { permissions: ['notifications'] });
    await keepsShell(ann.page);
    pushes = await TestPushes.to(ann.page);
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
  const push = (notice: PushNotice) => pushes.send(notice);
  const shows = (...expected: string[]) => showsNotices(ann.page, expected);

  it('shows the newest message of a conversation, and each conversation apart', async () => {
    await push(message);
    await shows('Ben: Are you there?');
    await push({ ...message, seq: 6, body: 'Hello?' });
    await shows('Ben: Hello?');
    await push({ ...message, tag: 'c2', from: 'cid', name: 'Cid', body: 'Hi' });
    await shows('Ben: Hello?', 'Cid: Hi');
  });

  it('leaves out the marks of the formatting', async () => {
    await push({ ...message, body: '**Are** you `there`?' });
    await shows('Ben: Are you there?');
  });

  it('shows neither sender nor text when the preview has none', async () => {
    await push({ type: 'message', tag: 'c1', seq: 5 });
    await shows('Duologue: New message');
  });

  it('says what the files of a message without a text are', async () => {
    const told = async (files: PushNotice['files'], seq: number, text: string) => {
      await push({ ...message, seq, body: '', ...(files && { files }) });
      await shows(`Ben: ${text}`);
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
    await shows('Ben: Are you there?');
    await push({ ...message, body: 'again' });
    await shows('Ben: again 🔇');
    await push({ ...message, seq: 7, silent: true, body: 'quiet' });
    await shows('Ben: quiet 🔇');
  });

  it('withdraws what has been read elsewhere, and keeps newer messages', async () => {
    await push(message);
    await push({ ...message, tag: 'c2', name: 'Cid', seq: 9 });
    await shows('Ben: Are you there?', 'Cid: Are you there?');
    await push({ type: 'read', tag: 'c2', seq: 8 });
    await push({ type: 'read', tag: 'c1', seq: 5 });
    await shows('Cid: Are you there?');
  });
});
