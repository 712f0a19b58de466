/** Scrolling through the log of a conversation. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { eachPair, openSite } from './page-site.ts';
import { count, type Visitor } from './visitor.ts';

describe('page: the scrolling log', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;

  eachPair(site, (first, second) => {
    [ann, ben] = [first, second];
  });

  it('loads older messages on scrolling up, and keeps the scroll position', async () => {
    const api = ann.page.context().request;
    for (let line = 1; line <= 130; line += 1) {
      const data = { clientId: crypto.randomUUID(), body: `line ${line}` };
      const sent = await api.post(`/api/conversations/${ben.name}/messages`, { data });
      expect(sent.status()).to.equal(201);
    }
    // The page already knows pushed messages; after a reload it has to fetch them.
    await ben.page.reload();
    await ben.open(ann);
    await ben.button('New messages ↓').click();
    await ben.message(ann, 'line 130').waitFor();
    const articles = ben.log(ann).getByRole('article');
    await count(articles, 50);
    const heightOf = (text: string) => ben.message(ann, text).evaluate((article) => article.getBoundingClientRect().y);
    await ben.log(ann).evaluate((log) => log.scrollTo({ top: 300 }));
    const before = await heightOf('line 90');
    const kept = await ben.message(ann, 'line 90').elementHandle();
    await ben.log(ann).evaluate((log) => log.scrollTo({ top: 200 }));
    await count(articles, 100);
    expect(await heightOf('line 90')).to.be.closeTo(before + 100, 2);
    // Screen readers would announce elements that are created again.
    expect(await kept?.evaluate((article) => article.isConnected)).to.equal(true);
    await ben.log(ann).evaluate((log) => log.scrollTo({ top: 0 }));
    await count(articles, 130);
    expect((await ben.texts(ann)).slice(0, 2)).to.deep.equal(['line 1', 'line 2']);

    await ann.open(ben);
    await ann.say('news while reading');
    await ben.button('New messages ↓').click();
    await ben.message(ann, 'news while reading').waitFor();
    const line = ben.log(ann).getByText('New messages', { exact: true });
    await line.waitFor();
    expect(await line.evaluate((element) => element.nextElementSibling?.textContent)).to.match(/: news while reading/);
    await ann.marked(ben, 'news while reading', 'Read');
  });

  it('keeps the position of a reader who has just scrolled up, even when a message renders before the scroll event', async () => {
    await ann.open(ben);
    await ben.open(ann);
    for (let line = 1; line <= 30; line += 1) await ann.say(`line ${line}.`);
    await ben.message(ann, 'line 30.').waitFor();
    const log = ben.log(ann);
    await log.evaluate((box) => {
      // A busy page may render before the frame that fires the scroll event.
      window.addEventListener('scroll', (event) => event.stopImmediatePropagation(), true);
      box.scrollTo({ top: 100 });
    });
    await ann.say('news');
    await ben.message(ann, 'news').waitFor({ state: 'attached' });
    expect(await log.evaluate((box) => box.scrollTop)).to.equal(100);
    await ben.button('New messages ↓').waitFor();
  });

  it('loads older messages that it could not load, although the log stands still at its start', async () => {
    await ann.open(ben);
    for (let line = 1; line <= 60; line += 1) await ann.say(`line ${line}.`);
    await ben.page.reload();
    await ben.open(ann);
    await ben.button('New messages ↓').click();
    await ben.message(ann, 'line 60.').waitFor();
    const articles = ben.log(ann).getByRole('article');
    await count(articles, 50);
    await ben.page.context().setOffline(true);
    await ben.log(ann).evaluate((log) => log.scrollTo({ top: 0 }));
    await ben.log(ann).getByText('line 11.', { exact: true }).waitFor();
    await ben.page.context().setOffline(false);
    await count(articles, 60);
    expect((await ben.texts(ann))[0]).to.equal('line 1.');
  });

  it('renders at most 200 messages while scrolling in either direction, and skips none', async () => {
    const api = ann.page.context().request;
    const send = (line: number) => {
      const data = { clientId: crypto.randomUUID(), body: `line ${line} ${'and more '.repeat(line % 30)}` };
      // A busy server refuses; the same client id makes the repeat safe.
      const post = async () => (await api.post(`/api/conversations/${ben.name}/messages`, { data })).ok();
      return until(`line ${line} is stored`, post);
    };
    for (let sent = 0; sent < 300; sent += 60) {
      await Promise.all(Array.from({ length: 60 }, (_, index) => send(sent + index)));
    }
    await ben.page.reload();
    await ben.open(ann);
    await ben.button('New messages ↓').click();
    await count(ben.button('New messages ↓'), 0);
    const log = ben.log(ann);
    await count(log.getByRole('article'), 50);
    const newest = (await ben.texts(ann)).at(-1);
    let most = 0;
    const collect = async (pages: number, isEnough: (seen: Set<string>) => Promise<boolean>) => {
      const seen = new Set<string>();
      const scrollOn = async () => {
        const texts = await ben.texts(ann);
        most = Math.max(most, texts.length);
        for (const text of texts) seen.add(text);
        await log.evaluate((box, times) => box.scrollBy({ top: times * box.clientHeight }), pages);
        return isEnough(seen);
      };
      await until(`all is seen, ${pages} pages at a time`, scrollOn, { ms: 120_000 });
    };
    await collect(-3, async (seen) => seen.size === 300 && log.evaluate((box) => box.scrollTop === 0));
    const shift = await log.evaluate(async (box) => {
      box.scrollTo({ top: box.scrollHeight - box.clientHeight - 100 });
      const last = box.lastElementChild;
      const before = last?.getBoundingClientRect().y ?? 0;
      while (box.lastElementChild === last) await new Promise((resolve) => setTimeout(resolve, 10));
      return (last?.getBoundingClientRect().y ?? 0) - before;
    });
    expect(shift).to.be.closeTo(0, 2);
    // The first step down has dropped the 50 oldest messages from the window.
    await collect(3, async (seen) => seen.size === 250 && (await ben.texts(ann)).at(-1) === newest);
    expect(most).to.be.within(150, 200);

    await ann.open(ben);
    await log.evaluate((box) => box.scrollBy({ top: -2 * box.clientHeight }));
    await ben.button('Latest ↓').waitFor();
    await ann.say('and news');
    await ben.button('New messages ↓').click();
    await ben.message(ann, 'and news').waitFor();
    await ann.marked(ben, 'and news', 'Read');
  });
});
