/** Two people talk to each other, each in a browser of their own. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: a conversation', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair();
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  it('brings messages both ways, and tells how far each has come', async () => {
    await ann.open(ben);
    await ann.say('Hello Ben');
    await ann.marked(ben, 'Hello Ben', 'Delivered');
    await ben.item('Conversations', ann).getByText('1 unread').waitFor();
    await until('the title counts', async () => (await ben.page.title()) === '(1) Duologue');
    await ben.item('Conversations', ann).click();
    await ben.message(ann, 'Hello Ben').waitFor();
    await ann.marked(ben, 'Hello Ben', 'Read');
    await count(ben.item('Conversations', ann).getByText('unread'), 0);
    await ben.say('Hello Ann');
    await ann.message(ben, 'Hello Ann').waitFor();
    await ben.marked(ann, 'Hello Ann', 'Read');
    for (const [reader, peer] of [[ann, ben] as const, [ben, ann] as const]) {
      await reader.reads(peer, ['Hello Ben', 'Hello Ann']);
    }
  });

  it('breaks the line with Shift+Enter, and sends with the button', async () => {
    await ann.open(ben);
    await ann.textbox('Message').pressSequentially('one');
    await ann.page.keyboard.press('Shift+Enter');
    await ann.textbox('Message').pressSequentially('two');
    await ann.button('Send').click();
    await ann.marked(ben, 'one', 'Sent');
    await becomes(() => ann.textbox('Message').inputValue(), '');
    await ann.say('   ');
    await ann.say('three');
    await ann.marked(ben, 'three', 'Sent');
    await ann.reads(ben, ['one\ntwo', 'three']);
  });

  it('shows who is typing, and stops when they stop', async () => {
    await ann.open(ben);
    await ben.open(ann);
    await ben.textbox('Message').pressSequentially('hm');
    await ann.says(/is typing/);
    await ben.textbox('Message').fill('');
    await ann.says(/^$/);
  });

  it('shows who is there, and when they leave', async () => {
    await ann.find(ben);
    await ann.item('People', ben).getByText('online', { exact: true }).waitFor();
    await ben.button('Log out').click();
    await ann.item('People', ben).getByText('offline', { exact: true }).waitFor();
  });

  it('shows text as text', async () => {
    const nasty =
      '<img src=x onerror="document.title=`gone`"><script>document.title="gone"</script><b>bold</b> &amp; \u202eevil';
    await ann.open(ben);
    await ben.open(ann);
    await ann.say(nasty);
    await ben.message(ann, '<b>bold</b>').waitFor();
    await ben.reads(ann, [nasty]);
    await count(ben.log(ann).locator('img, script, b'), 0);
    expect(await ben.page.title()).to.not.contain('gone');
  });

  it('pages back on scrolling up, and keeps the place', async () => {
    const api = ann.page.context().request;
    for (let line = 1; line <= 130; line += 1) {
      const data = { clientId: crypto.randomUUID(), body: `line ${line}` };
      const sent = await api.post(`/api/conversations/${ben.name}/messages`, { data });
      expect(sent.status()).to.equal(201);
    }
    // What was pushed to the page is known already; a page that has just been loaded has to fetch.
    await ben.page.reload();
    await ben.open(ann);
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
    // Drawn anew, all of them would be read out again.
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

  it('leaves whoever has just scrolled up where they are, even when news is drawn before the scroll is told', async () => {
    await ann.open(ben);
    await ben.open(ann);
    for (let line = 1; line <= 30; line += 1) await ann.say(`line ${line}.`);
    await ben.message(ann, 'line 30.').waitFor();
    const log = ben.log(ann);
    await log.evaluate((box) => {
      // A page that is short of time draws before its next frame, in which it would hear of the scroll.
      window.addEventListener('scroll', (event) => event.stopImmediatePropagation(), true);
      box.scrollTo({ top: 100 });
    });
    await ann.say('news');
    await ben.message(ann, 'news').waitFor({ state: 'attached' });
    expect(await log.evaluate((box) => box.scrollTop)).to.equal(100);
    await ben.button('New messages ↓').waitFor();
  });

  it('draws a few hundred messages at most, whichever way one scrolls, and misses none', async () => {
    const api = ann.page.context().request;
    const send = (line: number) => {
      const data = { clientId: crypto.randomUUID(), body: `line ${line} ${'and more '.repeat(line % 30)}` };
      // A busy server says so, and the same message again is no other one.
      const post = async () => (await api.post(`/api/conversations/${ben.name}/messages`, { data })).ok();
      return until(`line ${line} is stored`, post);
    };
    for (let sent = 0; sent < 300; sent += 60) {
      await Promise.all(Array.from({ length: 60 }, (_, index) => send(sent + index)));
    }
    await ben.page.reload();
    await ben.open(ann);
    const log = ben.log(ann);
    await count(log.getByRole('article'), 50);
    const newest = (await ben.texts(ann)).at(-1);
    let most = 0;
    const collect = async (pages: number, isEnough: (seen: Set<string>) => Promise<boolean>) => {
      const seen = new Set<string>();
      const look = async () => {
        const texts = await ben.texts(ann);
        most = Math.max(most, texts.length);
        for (const text of texts) seen.add(text);
        await log.evaluate((box, times) => box.scrollBy({ top: times * box.clientHeight }), pages);
        return isEnough(seen);
      };
      await until(`all is seen, ${pages} pages at a time`, look, { ms: 120_000 });
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
    // The first step down has let go of the fifty at the top.
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

  it('shows where the new messages begin, until one comes again', async () => {
    await ann.open(ben);
    await ann.say('seen before');
    await ben.open(ann);
    await ann.marked(ben, 'seen before', 'Read');
    await ben.page.goBack();
    await count(ben.log(ann), 0);
    await ann.say('news');
    await ann.say('more news');
    await ben.item('Conversations', ann).getByText('2 unread').waitFor();
    await ben.item('Conversations', ann).click();
    await ben.message(ann, 'more news').waitFor();
    const line = ben.log(ann).getByText('New messages', { exact: true });
    await line.waitFor();
    const next = await line.evaluate((element) => element.nextElementSibling?.textContent);
    expect(next).to.match(/: news/);
    await ann.marked(ben, 'more news', 'Read');
    await count(line, 1);
    await ben.page.goBack();
    await count(ben.log(ann), 0);
    await ben.item('Conversations', ann).click();
    await ben.message(ann, 'more news').waitFor();
    await count(line, 0);
  });

  it('calls yesterday Yesterday from midnight on', async () => {
    await ann.open(ben);
    await ann.say('late');
    await ann.marked(ben, 'late', 'Sent');
    await ann.log(ben).getByText('Today', { exact: true }).waitFor();
    await ben.logOut();
    await ann.page.clock.install({ time: Date.now() });
    await ann.page.reload();
    await ann.message(ben, 'late').waitFor();
    await ann.page.clock.fastForward('24:00:00');
    await ann.log(ben).getByText('Yesterday', { exact: true }).waitFor();
    await ann.item('Conversations', ben).getByText('Yesterday').waitFor();
    await ann.page.getByText(/last seen yesterday, \d/).waitFor();
  });

  it('keeps the conversation and everything in it across a reload', async () => {
    await ann.open(ben);
    await ann.say('still here');
    await ann.marked(ben, 'still here', 'Sent');
    await ann.page.reload();
    await ann.message(ben, 'still here').waitFor();
    await ann.reads(ben, ['still here']);
  });

  it('tells in the list what was not finished, and what was not sent', async () => {
    await ann.open(ben);
    await ann.say('said');
    await ann.marked(ben, 'said', 'Sent');
    await ann.textbox('Message').fill('half a line');
    await count(ann.item('Conversations', ben).getByText('Draft'), 0);
    await ann.page.goBack();
    await ann.item('Conversations', ben).getByText('Draft: half a line').waitFor();
    await ann.item('Conversations', ben).click();
    await becomes(() => ann.textbox('Message').inputValue(), 'half a line');
    expect((await ben.page.context().request.put(`/api/blocks/${ann.name}`)).status()).to.equal(204);
    await ann.textbox('Message').press('Enter');
    await ann.marked(ben, 'half a line', 'Not sent');
    await ann.item('Conversations', ben).getByText('Not sent: half a line').waitFor();
  });

  it('marks what the server refuses as not sent, and lets it go', async () => {
    await ann.open(ben);
    await ann.keepUnsent(ben, `too long ${'!'.repeat(4_000)}`);
    await ann.page.reload();
    await ann.marked(ben, 'too long', 'Not sent');
    await ann.button('Try again').click();
    await ann.marked(ben, 'too long', 'Not sent');
    await ann.button('Discard').click();
    await count(ann.log(ben).getByRole('article'), 0);
    await ann.textbox('Message').fill('?'.repeat(4_001));
    await ann.button('Send').click();
    await ann.page.getByText('4001 of 4000 characters').waitFor();
    await becomes(async () => (await ann.textbox('Message').inputValue()).length, 4_001);
  });
});
