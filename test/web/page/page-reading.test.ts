/** The place where a conversation opens, the messages that count as read, and the return of the reader. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { until } from '../../support/waiting.ts';
import { keptLogs } from './kept-state.ts';
import { openSite } from './page-site.ts';
import { becomes, count, keepsShell, type Visitor } from './visitor.ts';

describe('page: reading', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ viewport: { width: 1_200, height: 800 } });
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  /** The texts of the messages that Ann has on the screen as a whole. */
  const onScreen = () =>
    ann.log(ben).evaluate((log) => {
      const { top, bottom } = log.getBoundingClientRect();
      return [...log.querySelectorAll('article')]
        .map((article) => [article, article.getBoundingClientRect()] as const)
        .filter(([, box]) => box.top >= top - 1 && box.bottom <= bottom + 2)
        .map(([article]) => article.querySelector('.body')?.textContent?.trim() ?? '');
    });
  const lineTop = () =>
    ann
      .log(ben)
      .getByText('New messages', { exact: true })
      .evaluate((line) => line.getBoundingClientRect().y - (line.closest('.log')?.getBoundingClientRect().y ?? 0));
  const unread = async () => {
    const badges = ann.item('Conversations', ben).getByText(/\d+ unread/);
    return Number.parseInt((await badges.allInnerTexts())[0] ?? '0', 10);
  };
  const numberOf = (text: string | undefined) => Number(/\d+/.exec(text ?? '')?.[0] ?? 0);
  /** Pretends that another window has the focus, or that it returned. */
  const look = (page: Page, at: boolean) =>
    page.evaluate((isFocused) => {
      document.hasFocus = () => isFocused;
      window.dispatchEvent(new Event(isFocused ? 'focus' : 'blur'));
    }, at);
  /** Counts the events of this name that the page sends. */
  const counted = (page: Page, event: string) => {
    const sent = { count: 0 };
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (String(payload).includes(`"${event}"`)) sent.count += 1;
      }),
    );
    return sent;
  };
  const scrollBy = (pages: number) =>
    ann.log(ben).evaluate((log, times) => log.scrollBy({ top: times * log.clientHeight }), pages);

  it('opens at the first of 83 unread messages, and reads only what has been on the screen', async () => {
    await ben.sends(ann, 'seen', 20);
    await ann.open(ben);
    await ann.button('New messages ↓').click();
    await becomes(unread, 0);
    await ann.page.goto('/');
    await ben.sends(ann, 'news', 83);
    const receipts = counted(ann.page, 'markRead');
    await ann.page.reload();
    await until('all are unread', async () => (await unread()) === 83);
    await ann.item('Conversations', ben).click();
    await ann.message(ben, 'news 1.').waitFor();
    await becomes(async () => (await onScreen()).includes('news 1.'), true);
    expect(await lineTop()).to.be.within(0, 160);
    const last = numberOf((await onScreen()).at(-1));
    expect(last).to.be.within(8, 30);
    await becomes(unread, 83 - last);
    const shown = ann.button('New messages ↓').locator('.to-end-count');
    await becomes(() => shown.innerText(), `${83 - last}`);
    const described = await ann.button('New messages ↓').getAttribute('aria-describedby');
    expect(await shown.locator(`[id="${described}"]`).textContent()).to.equal(`${83 - last} unread`);
    await ann.isAccessible();
    await ann.page.waitForTimeout(1_000);
    expect(receipts.count).to.equal(1);

    for (let step = 0; step < 10; step += 1) await scrollBy(0.2);
    await becomes(async () => unread(), 83 - numberOf((await onScreen()).at(-1)));
    expect(receipts.count).to.be.at.most(8);
    await ann.button('New messages ↓').click();
    await becomes(unread, 0);
    await count(ann.button('New messages ↓'), 0);
  });

  it('opens at the first unread message when it lies pages back, and reaches the end without a gap', async () => {
    await ben.sends(ann, 'news', 180);
    await ann.page.reload();
    await until('all are unread', async () => (await unread()) === 180);
    await ann.item('Conversations', ben).click();
    await becomes(async () => (await onScreen()).includes('news 1.'), true);
    const seen = new Set<string>();
    await until(
      'all are seen',
      async () => {
        for (const text of await onScreen()) seen.add(text);
        await scrollBy(0.5);
        return seen.size === 180;
      },
      { ms: 120_000 },
    );
    await becomes(unread, 0);
  });

  it('reads nothing at the address of a message while unread ones before it have not been on the screen', async () => {
    await ben.sends(ann, 'news', 60);
    await ann.page.reload();
    await until('all are unread', async () => (await unread()) === 60);
    const receipts = counted(ann.page, 'markRead');
    await ann.page.evaluate((name) => location.assign(`#/${name}/40`), ben.name);
    await becomes(async () => (await onScreen()).includes('news 40.'), true);
    await scrollBy(0.2);
    await ann.page.waitForTimeout(1_000);
    expect([await unread(), receipts.count]).to.deep.equal([60, 0]);
    await ann.log(ben).evaluate((log) => log.scrollTo({ top: 0 }));
    await becomes(async () => (await onScreen()).includes('news 1.'), true);
    await becomes(async () => unread(), 60 - numberOf((await onScreen()).at(-1)));
    await ann.log(ben).evaluate((log) => log.scrollTo({ top: log.scrollHeight }));
    await becomes(unread, 0);
  });

  it('keeps the first new message on the screen while the user looks elsewhere, and marks where they begin', async () => {
    await ann.open(ben);
    await look(ann.page, false);
    await ben.sends(ann, 'news', 60);
    await until('all are unread', async () => (await unread()) === 60);
    await becomes(async () => (await onScreen()).includes('news 1.'), true);
    await look(ann.page, true);
    const last = numberOf((await onScreen()).at(-1));
    await becomes(unread, 60 - last);
    expect(last).to.be.below(40);
    expect(await lineTop()).to.be.within(0, 160);
  });

  it('shows the end and reads everything when the user sends a message', async () => {
    await ben.sends(ann, 'news', 60);
    await ann.page.reload();
    await ann.open(ben);
    await becomes(async () => (await onScreen()).includes('news 1.'), true);
    await ann.say('an answer');
    await becomes(async () => (await onScreen()).at(-1), 'an answer');
    await becomes(unread, 0);
  });

  it('stays at the end after a message that was written before the server answered', async () => {
    await ben.sends(ann, 'news', 40);
    await ann.open(ben);
    await becomes(async () => (await onScreen()).includes('news 1.'), true);
    await becomes(async () => Object.values(await keptLogs(ann)).flat().length, 40);
    await keepsShell(ann.page);
    await ann.page.context().setOffline(true);
    await ann.page.reload();
    await becomes(async () => (await onScreen()).includes('news 1.'), true);
    expect(await unread()).to.be.above(0);
    await ann.say('an answer');
    await becomes(async () => (await onScreen()).at(-1), 'an answer');
    await ann.page.context().setOffline(false);
    await ann.marked(ben, 'an answer', 'Sent');
    await becomes(unread, 0);
    expect((await onScreen()).at(-1)).to.equal('an answer');
  });

  /** The topmost message on the screen, and its distance from the top. */
  const place = () =>
    ann.log(ben).evaluate((log) => {
      const { top } = log.getBoundingClientRect();
      const all = [...log.querySelectorAll('article')];
      const first = all.find((article) => article.getBoundingClientRect().bottom > top + 1);
      return { text: first?.querySelector('.body')?.textContent, y: (first?.getBoundingClientRect().y ?? 0) - top };
    });
  const isAt = async (expected: Awaited<ReturnType<typeof place>>) => {
    await becomes(async () => (await place()).text, expected.text);
    expect((await place()).y).to.be.closeTo(expected.y, 3);
  };

  it('keeps the place of the reader over a switch of the conversation, the settings, and a reload', async () => {
    const cid = await site().arrive('cid');
    await ben.sends(ann, 'line', 150);
    await cid.sends(ann, 'hello', 1);
    await ann.open(ben);
    await ann.button('New messages ↓').click();
    await becomes(unread, 0);
    await ann.log(ben).evaluate((log) => log.scrollTo({ top: 300 }));
    await ann.page.waitForTimeout(300);
    await ann.log(ben).evaluate((log) => log.scrollBy({ top: 333 }));
    const before = await place();
    await ann.item('Conversations', cid).click();
    await ann.message(cid, 'hello').waitFor();
    await ann.item('Conversations', ben).click();
    await isAt(before);
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    await ann.page.getByRole('heading', { name: 'Settings' }).waitFor();
    await ann.page.goBack();
    await isAt(before);
    await ann.page.reload();
    await isAt(before);
    await ben.sends(ann, 'more', 3);
    await ann.button('New messages ↓').waitFor();
    await isAt(before);
    await cid.leave();
  });

  it('opens at the end after a reload, even before the browser has kept what was read there', async () => {
    await ben.sends(ann, 'news', 40);
    await ann.open(ben);
    await becomes(async () => (await onScreen()).includes('news 1.'), true);
    await becomes(async () => Object.values(await keptLogs(ann)).flat().length, 40);
    await ann.page.waitForTimeout(1_500);
    await ann.button('New messages ↓').click();
    await becomes(unread, 0);
    await ann.page.waitForTimeout(300);
    await ann.page.reload();
    await ann.log(ben).waitFor();
    await becomes(async () => (await onScreen()).at(-1), 'news 40.');
    await ann.page.waitForTimeout(1_000);
    expect((await onScreen()).at(-1)).to.equal('news 40.');
  });

  it('keeps the place of the reader when the window changes its size, or is turned', async () => {
    await ben.sends(ann, 'line with quite a few words that break over several lines on a narrow screen', 60);
    await ann.open(ben);
    await ann.button('New messages ↓').click();
    await becomes(unread, 0);
    const lastNumber = async () => numberOf((await onScreen()).at(-1)?.replace(/^.*screen/, ''));
    await becomes(lastNumber, 60);
    await ann.log(ben).evaluate((log) => log.scrollBy({ top: -900 }));
    await ann.button('Latest ↓').waitFor();
    const { text } = await place();
    for (const [width, height] of [
      [820, 500],
      [375, 812],
      [812, 375],
      [1_200, 800],
    ] as const) {
      await ann.page.setViewportSize({ width, height });
      await until(`it is the same at ${width} px`, async () => (await place()).text === text);
    }
    await ann.button('Latest ↓').click();
    await ann.page.setViewportSize({ width: 600, height: 400 });
    await becomes(lastNumber, 60);
  });
});
