/** Files and messages that wait for them outlive the page: a reload, a closed tab and a crash of the browser's page. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: files that outlive it', () => {
  const site = openSite({ FILE_MAX_MIB: '3' });
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ serviceWorkers: 'block' });
    await ann.open(ben);
    await ann.button('Attach files').waitFor();
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const bytes = randomBytes(2_900_000);
  const choose = (name: string, buffer: Buffer) =>
    ann.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer });
  const itemsOf = (page: Page) => page.getByRole('region', { name: 'Attached files' }).getByRole('listitem');
  const heldIn = (page: Page) => page.getByText('Sent as soon as the files are uploaded');
  const stored = async () => {
    const answer = await ben.page.context().request.get(`/api/conversations/${ann.name}/messages`);
    const page = (await answer.json()) as { messages: { body: string; files?: { id: string; name: string }[] }[] };
    return page.messages;
  };
  const told = async () => (await stored()).map(({ body, files = [] }) => [body, ...files.map(({ name }) => name)]);

  /** The numbers of trays and of files that the browser keeps. */
  const keptCounts = (page: Page) =>
    page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('duologue-uploads');
        opening.onupgradeneeded = () => opening.transaction?.abort();
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      }).catch(() => null);
      if (!database) return [0, 0];
      const counts = ['trays', 'bytes'].map(
        (name) =>
          new Promise<number>((resolve, reject) => {
            const request = database.transaction(name).objectStore(name).count();
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          }),
      );
      const found = await Promise.all(counts);
      database.close();
      return found;
    });
  const keeps = (trays: number, files: number) => becomes(() => keptCounts(ann.page), [trays, files]);

  /** Whether the browser asks before it closes the page. */
  const asks = (page: Page) => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));

  /** Nothing leaves the page for an upload that has begun, until the returned function is called. */
  async function hold(page: Page): Promise<() => Promise<void>> {
    await page.route('**/api/uploads/*', () => {});
    return () => page.unroute('**/api/uploads/*');
  }

  it('goes on from its offset after a reload in the middle, and sends the message once', async () => {
    const devtools = await ann.page.context().newCDPSession(ann.page);
    await devtools.send('Network.enable');
    const line = { offline: false, latency: 0, downloadThroughput: -1 };
    await devtools.send('Network.emulateNetworkConditions', { ...line, uploadThroughput: 600_000 });
    await choose('long.txt', bytes);
    await ann.say('a long one');
    const bar = ann.page.getByRole('progressbar');
    await becomes(async () => Number((await bar.getAttribute('value')) ?? 0) > 1_000_000, true);
    await keeps(1, 1);
    await becomes(() => asks(ann.page), false);
    const offsets: string[] = [];
    let created = 0;
    ann.page.on('request', (request) => {
      if (request.method() === 'PATCH') offsets.push(request.headers()['upload-offset'] ?? '');
      if (request.method() === 'POST' && request.url().endsWith('/api/uploads')) created += 1;
    });
    await ann.page.reload();
    await devtools.send('Network.emulateNetworkConditions', { ...line, uploadThroughput: -1 });
    await becomes(told, [['a long one', 'long.txt']]);
    expect(Number(offsets[0])).to.be.above(0);
    expect(created).to.equal(0);
    const [message] = await stored();
    const address = `/api/conversations/${ann.name}/files/${message?.files?.[0]?.id}`;
    expect((await (await ben.page.context().request.get(address)).body()).equals(bytes)).to.equal(true);
    await keeps(0, 0);
    await ann.page.reload();
    await ann.reads(ben, ['a long one']);
    expect(await told()).to.have.length(1);
  });

  it('is there in a new tab after the page has crashed, with its message', async () => {
    await hold(ann.page);
    await choose('slow.txt', bytes.subarray(0, 1_000));
    await ann.say('with a text');
    await heldIn(ann.page).waitFor();
    await choose('next.txt', bytes.subarray(0, 500));
    await keeps(1, 2);
    const next = await ann.page.context().newPage();
    await ann.page.goto('chrome://crash').catch(() => {});
    await next.goto(`${site().url}/#/${ben.name}`);
    await becomes(told, [['with a text', 'slow.txt']]);
    await count(itemsOf(next), 1);
    expect(await itemsOf(next).textContent()).to.contain('next.txt');
    await next.close();
  });

  it('stays with its tab while that is open, and goes to another one afterwards', async () => {
    const release = await hold(ann.page);
    await choose('slow.txt', bytes.subarray(0, 1_000));
    await ann.say('once');
    await keeps(1, 1);
    const second = await ann.page.context().newPage();
    await second.goto(`${site().url}/#/${ben.name}`);
    await second.getByRole('button', { name: 'Attach files', exact: true }).waitFor();
    await second.evaluate(() => dispatchEvent(new Event('focus')));
    await count(itemsOf(second), 0);
    await ann.page.goto('about:blank');
    await becomes(async () => {
      await second.evaluate(() => dispatchEvent(new Event('focus')));
      return told();
    }, [['once', 'slow.txt']]);
    await release();
    await second.close();
  });

  it('is gone after the log-out, which counts the message as unsent', async () => {
    await hold(ann.page);
    await choose('slow.txt', bytes.subarray(0, 1_000));
    await ann.say('not sent');
    await keeps(1, 1);
    await ann.button('Log out').click();
    await ann.page.getByText('One message is not confirmed as sent.').waitFor();
    await ann.button('Log out').click();
    await ann.button('Log in').waitFor();
    await keeps(0, 0);
  });
});
