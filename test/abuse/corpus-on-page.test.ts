/** Shows every text of the corpus on the page, as message and as name: it runs no script and breaks no policy. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { isVisible } from '../../src/protocol/visible-text.ts';
import { expectStatus, register, type TestUser } from '../support/client.ts';
import { until } from '../support/waiting.ts';
import { openSite } from '../web/page/page-site.ts';
import { becomes } from '../web/page/visitor.ts';
import { isDisplayName } from './contract-oracle.ts';
import { corpus } from './text-corpus.ts';

/** Runs in the page before any other script and records effects that no text may have. */
function watchPage(): void {
  const seen: string[] = [];
  Object.assign(window, { duologueSeen: seen });
  document.addEventListener('securitypolicyviolation', (event) =>
    seen.push(`policy: ${event.violatedDirective} ${event.sample}`),
  );
  for (const name of ['alert', 'confirm', 'prompt', 'open'] as const) {
    window[name] = (() => seen.push(`ran ${name}`)) as never;
  }
}

/** Returns the effects of all texts so far. */
const harm = (page: Page) =>
  page.evaluate(() => {
    const { duologueSeen, duologueXss } = window as unknown as { duologueSeen: string[]; duologueXss?: unknown };
    const clobbered = ['getElementById', 'cookie', 'body', 'createElement'].filter(
      (name) =>
        document[name as 'body'] instanceof HTMLFormElement || document[name as 'body'] instanceof HTMLImageElement,
    );
    const made = document.querySelectorAll(
      'main script, main iframe, main object, main embed, main form[action*=evil], main base, main meta, main link[href*=evil], img[src=x], main video, main audio, main svg[onload]',
    );
    return [
      ...duologueSeen,
      ...(duologueXss === undefined ? [] : ['a script set the witness']),
      ...clobbered,
      ...[...made].map(({ outerHTML }) => outerHTML),
    ];
  });

describe('a text of the corpus on the page', () => {
  const site = openSite();
  let page: Page;
  let reader: TestUser;
  let writer: TestUser;
  before(async () => {
    const { url } = site();
    [reader, writer] = await Promise.all([register(url), register(url)]);
    ({ page } = await site().stranger('reader'));
    const [name = '', value = ''] = reader.cookie.split('=');
    await page.context().addCookies([{ name, value, url }]);
    await page.addInitScript(watchPage);
    await page.goto('/');
    await page.getByRole('searchbox', { name: 'Find people' }).fill(writer.username);
    await writerItem().click();
    await log().waitFor();
  });
  afterEach(async () => {
    expect(await harm(page)).to.deep.equal([]);
    expect(new URL(page.url()).origin).to.equal(site().url);
  });

  const writerItem = () =>
    page.getByRole('list', { name: 'People', exact: true }).getByRole('listitem').filter({ hasText: writer.username });
  // The log's label holds the display name, which these tests change.
  const log = () => page.getByRole('log');
  const bodies = () => log().locator('.body');
  const shown = (last: number) =>
    bodies().evaluateAll((all, number) => all.slice(-number).map((one) => one.textContent), last);
  /** The log stops at the first message that has not been on the screen. */
  const goToEnd = () =>
    page
      .getByRole('button', { name: 'New messages ↓', exact: true })
      .click({ timeout: 100 })
      .catch(() => {});
  /** Like `shown`; a text with marks such as **these** counts as shown when a copy of it is the text that was sent. */
  const shownOrCopied = (texts: readonly string[]) =>
    bodies().evaluateAll(
      (all, sent) =>
        all.slice(-sent.length).map((element, index) => {
          if (element.textContent === sent[index]) return element.textContent;
          getSelection()?.selectAllChildren(element);
          const clipboardData = new DataTransfer();
          element.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
          return clipboardData.getData('text/plain') || element.textContent;
        }),
      texts,
    );

  it('appears exactly as it was sent in a message', async () => {
    const texts = corpus.filter((text) => isVisible(text) && [...text].length <= 4_000);
    let marked = 0;
    for (let start = 0; start < texts.length; start += 60) {
      const batch = texts.slice(start, start + 60);
      for (const body of batch) {
        const path = `/api/conversations/${reader.username}/messages`;
        expectStatus(await writer.fetch(path, { method: 'POST', body: { clientId: randomUUID(), body } }), 201);
      }
      const label = `from ${JSON.stringify(batch[0]).slice(0, 60)} on`;
      const last = batch.slice(-1);
      const isShown = async () => {
        await goToEnd();
        return (await shownOrCopied(last))[0] === last[0];
      };
      await until(`${label}, the last is shown`, isShown, { ms: 30_000 });
      await becomes(() => shownOrCopied(batch), batch);
      marked += (await shown(batch.length)).filter((text, index) => text !== batch[index]).length;
      expect(await harm(page), label).to.deep.equal([]);
    }
    expect(marked, 'texts with marks').to.be.within(1, texts.length / 10);
  });

  it('appears as a display name in the list of people', async () => {
    const names = corpus.filter(isDisplayName).map((text) => text.trim().replace(/\s{2,}/gu, ' '));
    for (const displayName of new Set(names)) {
      expectStatus(await writer.fetch('/api/me', { method: 'PATCH', body: { displayName } }), 200);
      const isShown = async () => (await writerItem().locator('bdi').first().textContent()) === displayName;
      await until(`${JSON.stringify(displayName)} is shown`, isShown, { ms: 30_000 });
    }
    expect(names.length).to.be.above(200);
  });

  it('is detected when it tries to run a script', async () => {
    try {
      const planted = page.evaluate(() => document.body.setAttribute('onclick', 'duologueXss=1'));
      expect(await planted.catch((error: Error) => error.message)).to.contain('TrustedScript');
      await until('the policy is reported', async () => (await harm(page)).some((what) => what.startsWith('policy:')));
    } finally {
      await page.reload();
    }
  });
});
