/** The requests of the first load: which files a browser asks for before it has the script of the page. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: its first load', () => {
  const site = openSite({}, { worker: true });

  /** Holds a file back: the script of the page, unless another one is named. */
  async function holdScript({ page }: Visitor, name = 'index'): Promise<() => void> {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route(`**/assets/${name}-*.js`, async (route) => {
      await released;
      await route.continue();
    });
    return release;
  }

  /** The paths that the page asks for from now on. */
  function askedBy({ page }: Visitor): string[] {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    return asked;
  }

  for (const [locale, file] of [
    ['en-GB', 'first-en'],
    ['de-AT', 'first-de'],
  ] as const) {
    it(`asks for the texts of a reader in "${locale}" beside the script, once, and for no others`, async () => {
      const visitor = await site().stranger('eve', { locale });
      const asked = askedBy(visitor);
      const texts = () => asked.filter((path) => /\/(first|later)-/.test(path)).map((path) => path.slice(8, 16));
      const release = await holdScript(visitor);
      void visitor.page.goto('/login').catch(() => {});
      await until('the browser asks for the texts', () => texts().includes(file));
      expect(texts()).to.deep.equal([file]);
      release();
      await visitor.page.getByRole('button').first().waitFor();
      expect(texts().filter((name) => name.startsWith('first'))).to.deep.equal([file]);
      await visitor.leave();
    });
  }

  it('loads the texts again when the first attempt fails', async () => {
    const visitor = await site().stranger('eve');
    let attempts = 0;
    await visitor.page.route('**/assets/first-*.js', async (route) => {
      attempts += 1;
      await (attempts === 1 ? route.abort() : route.continue());
    });
    await visitor.page.goto('/login');
    await visitor.button('Log in').waitFor();
    expect(attempts).to.equal(2);
    await visitor.leave();
  });

  it('uses the formats of the browser for the first time while the script comes', async () => {
    const visitor = await site().stranger('eve');
    await visitor.page.addInitScript(() => {
      Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
        construct(target, given) {
          performance.mark('a format');
          return Reflect.construct(target, given);
        },
      });
    });
    const release = await holdScript(visitor);
    void visitor.page.goto('/login').catch(() => {});
    await visitor.page.waitForFunction(() => performance.getEntriesByName('a format').length > 0);
    release();
    await visitor.button('Log in').waitFor();
    await visitor.leave();
  });

  it('asks who is signed in before it has the script, once', async () => {
    const visitor = await site().stranger('eve');
    const asked = askedBy(visitor);
    const release = await holdScript(visitor);
    void visitor.page.goto('/login').catch(() => {});
    await until('the browser asks for the session', () => asked.includes('/api/session'));
    release();
    await visitor.button('Log in').waitFor();
    expect(asked.filter((path) => path === '/api/session')).to.have.length(1);
    await visitor.leave();
  });

  it('installs the service worker after the log-in is there, so that its files do not keep the log-in back', async () => {
    const visitor = await site().stranger('eve');
    const { page } = visitor;
    const release = await holdScript(visitor, 'entry');
    const starter = page.waitForResponse(/compose-worker/);
    void page.goto('/login').catch(() => {});
    await (await starter).finished();
    // Long enough for the code that has just come to ask for the worker.
    await page.waitForTimeout(500);
    const workers = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
    expect(await workers()).to.equal(0);
    release();
    await visitor.button('Log in').waitFor();
    await becomes(workers, 1);
    await visitor.leave();
  });

  /** A browser that has nothing of this user but the cookie. */
  async function freshBrowser({ page }: Visitor): Promise<Visitor> {
    const fresh = await site().stranger('fresh');
    await fresh.page.context().addCookies(await page.context().cookies());
    return fresh;
  }

  const messagesOf = ({ name }: Visitor) => `/api/conversations/${name}/messages`;

  it('asks for the newest messages of the conversation before it has the script, once', async () => {
    const [ann, ben] = await site().pair();
    await ben.sends(ann, 'line', 3);
    const fresh = await freshBrowser(ann);
    const asked = askedBy(fresh);
    const release = await holdScript(fresh);
    void fresh.page.goto(`/#/${ben.name}`).catch(() => {});
    await until('the browser asks for the messages', () => asked.includes(messagesOf(ben)));
    release();
    await fresh.message(ben, 'line 3').first().waitFor();
    expect(asked.filter((path) => path === messagesOf(ben))).to.have.length(1);
    expect(asked.filter((path) => path === '/api/session')).to.have.length(1);
    for (const visitor of [ann, ben, fresh]) await visitor.leave();
  });

  it('asks for no messages while nobody is signed in', async () => {
    const visitor = await site().stranger('eve');
    const asked = askedBy(visitor);
    await visitor.page.goto('/#/somebody');
    await visitor.button('Log in').waitFor();
    expect(asked.filter((path) => path.endsWith('/messages'))).to.deep.equal([]);
    await visitor.leave();
  });

  it('shows the conversation before the socket is open, from the end, and then what came meanwhile', async () => {
    const [ann, ben] = await site().pair();
    await ann.open(ben);
    for (const text of ['one', 'two']) await ann.say(text);
    await ann.marked(ben, 'two', 'Sent');
    const fresh = await freshBrowser(ann);
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await fresh.page.routeWebSocket('**/socket.io/**', async (socket) => {
      await released;
      socket.connectToServer();
    });
    await fresh.page.goto(`/#/${ben.name}`);
    await fresh.reads(ben, ['one', 'two']);
    await ann.say('three');
    await ann.marked(ben, 'three', 'Sent');
    release();
    await fresh.reads(ben, ['one', 'two', 'three']);
    for (const visitor of [ann, ben, fresh]) await visitor.leave();
  });

  it('connects by a later attempt when the code of the socket could not be loaded', async () => {
    const [ann, ben] = await site().pair();
    const fresh = await freshBrowser(ann);
    let refused = 0;
    await fresh.page.route('**/assets/socket-*.js', async (route) => {
      refused += 1;
      // The document and the script of the page ask for it.
      if (refused <= 2) await route.abort();
      else await route.continue();
    });
    await fresh.page.goto(`/#/${ben.name}`);
    await fresh.say('hello');
    await fresh.marked(ben, 'hello', 'Sent');
    expect(refused).to.be.above(2);
    for (const visitor of [ann, ben, fresh]) await visitor.leave();
  });

  it('moves nothing on a phone while the later files come, and loads each stylesheet once', async () => {
    const [ann, ben] = await site().pair();
    await ben.sends(ann, 'line', 30);
    await ann.open(ben);
    const phone = await site().stranger('phone', { viewport: { width: 390, height: 844 }, hasTouch: true });
    await phone.page.context().addCookies(await ann.page.context().cookies());
    await phone.page.addInitScript(() => {
      const shifts: number[] = Object.assign(window, { shifts: [] }).shifts;
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) shifts.push(entry.value);
      });
      observer.observe({ type: 'layout-shift', buffered: true });
    });
    await phone.page.goto(`/#/${ben.name}`);
    await phone.message(ben, 'line 30').first().waitFor();
    await phone.page.locator('.find-messages').waitFor({ state: 'attached' });
    await phone.page.waitForLoadState('networkidle');
    const { sheets, shifts } = await phone.page.evaluate(() => ({
      sheets: [...document.styleSheets].map(({ href }) => href),
      shifts: (window as unknown as { shifts: number[] }).shifts,
    }));
    expect(sheets)
      .to.have.length.above(2)
      .and.deep.equal([...new Set(sheets)]);
    expect(sheets[0]).to.match(/index-/);
    // Scores of the browser: 1 is the whole page moved by its height. The buttons of the header may narrow a long name.
    expect(Math.max(0, ...shifts)).to.be.below(0.01);
    expect(await phone.page.locator('.side').isVisible()).to.equal(false);
    for (const visitor of [ann, ben, phone]) await visitor.leave();
  });

  it('stays at the end while the tools of the messages come, and follows the mouse and the keys that were first', async () => {
    const [ann, ben] = await site().pair();
    await ann.sends(ben, 'a list:\n- one\n- two\n```\nwith code\n```\nthe end', 12);
    const fresh = await freshBrowser(ann);
    const asked = fresh.page.waitForRequest(/\/assets\/log-tools-/);
    const release = await holdScript(fresh, 'log-tools');
    await fresh.page.goto(`/#/${ben.name}`);
    const last = fresh.log(ben).getByRole('article').last();
    await last.waitFor();
    await last.locator('pre, code').first().waitFor();
    await asked;
    await last.hover();
    await last.focus();
    await fresh.page.keyboard.press('r');
    // The answer begins with the first key: the second one is of its text.
    await fresh.page.keyboard.press('e');
    release();
    await fresh.page.getByRole('toolbar', { name: 'Quick actions' }).waitFor();
    await fresh.button('Cancel reply').waitFor();
    await count(fresh.textbox('Edit message'), 0);
    const below = await fresh.log(ben).evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
    expect(below).to.be.below(2);
    for (const visitor of [ann, ben, fresh]) await visitor.leave();
  });

  it('starts at an unread message that lies before the newest page', async () => {
    const [ann, ben] = await site().pair();
    await ben.sends(ann, 'line', 40);
    const fresh = await freshBrowser(ann);
    await fresh.page.goto(`/#/${ben.name}`);
    await fresh.page.getByRole('separator', { name: 'New messages' }).waitFor();
    await fresh.message(ben, 'line 1').first().waitFor();
    expect(await fresh.log(ben).evaluate(({ scrollTop }) => scrollTop)).to.be.below(100);
    for (const visitor of [ann, ben, fresh]) await visitor.leave();
  });
});
