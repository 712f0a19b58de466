/** A user at a browser, who finds controls by role and accessible name. */
import axe from 'axe-core';
import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { defaultTimeoutMs, until } from '../../support/waiting.ts';

export const password = 'correct horse battery staple';

/** The delivery marks of a message, in order. */
const markOrder = ['Sent', 'Delivered', 'Read'];

export class Visitor {
  readonly name: string;
  readonly page: Page;
  /** Script errors and violations of the content security policy; a test expects none. */
  readonly faults: string[] = [];

  private constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
    page.setDefaultTimeout(defaultTimeoutMs);
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted/i.test(message.text())) this.faults.push(message.text());
    });
  }

  /** Registers without the page, and opens it in a new browser context. */
  static async arrive(browser: Browser, url: string, called: string, options: BrowserContextOptions = {}) {
    const visitor = await Visitor.stranger(browser, url, called, options);
    const data = { username: visitor.name, password };
    expect((await visitor.page.context().request.post(`${url}/api/register`, { data })).status()).to.equal(201);
    await visitor.page.goto(url);
    await visitor.button('Log out').waitFor();
    return visitor;
  }

  static async stranger(browser: Browser, url: string, called: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ baseURL: url, ...options });
    return new Visitor(`${called}-${crypto.randomUUID().slice(0, 8)}`, await context.newPage());
  }

  /** Fills in and submits the log-in page. */
  async logIn(name = this.name, secret = password): Promise<void> {
    await this.textbox('Username').fill(name);
    await this.textbox('Password').fill(secret);
    await this.button('Log in').click();
  }

  async logOut(): Promise<void> {
    await this.page.goto('/');
    await this.button('Log out').click();
    await this.button('Log in').waitFor();
  }

  textbox = (name: string) => this.page.getByRole('textbox', { name, exact: true });
  button = (name: string) => this.page.getByRole('button', { name, exact: true });
  status = () => this.page.getByRole('status');
  dialog = () => this.page.getByRole('dialog');
  /** A section of the settings. */
  section = (name: string) => this.page.getByRole('region', { name, exact: true });
  /** The accessible name or text of the focused element, after the effects of the current frame have run. */
  focused = () =>
    this.page.evaluate(async () => {
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
      const { activeElement } = document;
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '';
    });
  alert = () => this.page.getByRole('alert');
  list = (name: 'People' | 'Conversations') => this.page.getByRole('list', { name, exact: true });
  item = (list: 'People' | 'Conversations', of: Visitor) =>
    this.list(list).getByRole('listitem').filter({ hasText: of.name });
  log = (peer: Visitor) => this.page.getByRole('log', { name: `Messages with ${peer.name}`, exact: true });
  message = (peer: Visitor, text: string) => this.log(peer).getByRole('article').filter({ hasText: text });

  menuitem = (name: string) => this.page.getByRole('menuitem', { name, exact: true });
  /** The button of a reaction to a message. */
  reaction = (peer: Visitor, text: string, name: string) =>
    this.message(peer, text).getByRole('button', { name, exact: true });

  async openMenu(peer: Visitor, text: string): Promise<void> {
    await this.message(peer, text).getByRole('button', { name: 'Message actions' }).click();
    await this.page.getByRole('menu').waitFor();
  }

  /** Chooses a command of the menu of a message. */
  async choose(peer: Visitor, text: string, command: string): Promise<void> {
    await this.openMenu(peer, text);
    await this.menuitem(command).click();
  }

  /** Waits until the search shows only this user, because a list that still changes moves under the click. */
  async find(peer: Visitor): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Find people' }).fill(peer.name);
    await count(this.list('People').getByRole('listitem'), 1);
    await this.item('People', peer).waitFor();
  }

  /** Opens the conversation by a click on the user's item. */
  async open(peer: Visitor): Promise<void> {
    await this.find(peer);
    await this.item('People', peer).click();
    await this.log(peer).waitFor();
  }

  /** Waits until the page has loaded a part that comes after the first view. @param name - of its file, without the ending */
  async hasCode(name: string): Promise<void> {
    const isLoaded = (file: RegExp) => performance.getEntriesByType('resource').some(({ name }) => file.test(name));
    await this.page.waitForFunction(isLoaded, new RegExp(`/assets/${name}-[^/]+\\.js$`));
  }

  /** Waits for the code of the keys, the pointer and the menu of messages, which comes after the first view. */
  async hasLogTools(): Promise<void> {
    for (const name of ['message-bar', 'message-popovers']) await this.hasCode(name);
    // A key that moves nothing, which they take all the same.
    const isTaken = () =>
      !document
        .querySelector('.log article:last-of-type')
        ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
    await this.page.waitForFunction(isTaken);
  }

  async say(text: string): Promise<void> {
    await this.textbox('Message').fill(text);
    await this.textbox('Message').press('Enter');
  }

  /** Sends messages one after the other without the page: "TEXT 1." to "TEXT N.". */
  async sends(peer: Visitor, text: string, count: number): Promise<void> {
    const { request } = this.page.context();
    for (let number = 1; number <= count; number += 1) {
      const data = { clientId: crypto.randomUUID(), body: `${text} ${number}.` };
      const answer = await request.post(`/api/conversations/${peer.name}/messages`, { data });
      expect(answer.status()).to.equal(201);
    }
  }

  /** Stores an unsent message, as a tab does that is closed before the server answers. */
  async keepUnsent(peer: Visitor, body: string): Promise<void> {
    const unsent = { clientId: crypto.randomUUID(), to: peer.name, body, writtenAt: 1, refused: null };
    const entry = [`duologue.unsent.${this.name}/${unsent.clientId}`, JSON.stringify(unsent)] as const;
    await this.page.evaluate(([key, value]) => localStorage.setItem(key, value), entry);
  }

  /** Leads the log to its end: it stops at the first message that has not been on the screen. */
  async toEnd(): Promise<void> {
    await this.button('New messages ↓')
      .click({ timeout: 500 })
      .catch(() => {});
  }

  /** Waits until an own message has this delivery mark, or a later one. */
  async marked(peer: Visitor, text: string, mark: string): Promise<void> {
    const marks = markOrder.includes(mark) ? markOrder.slice(markOrder.indexOf(mark)) : [mark];
    await this.message(peer, text)
      .getByText(new RegExp(`^(${marks.join('|')})$`))
      .waitFor({ state: 'attached' });
  }

  async says(status: RegExp): Promise<void> {
    await until(`the status says ${status}`, async () => status.test((await this.status().textContent()) ?? ''));
  }

  /** Waits until the log shows exactly these messages, in this order. */
  async reads(peer: Visitor, texts: string[]): Promise<void> {
    await becomes(() => this.texts(peer), texts);
  }

  async texts(peer: Visitor): Promise<string[]> {
    return (await this.log(peer).getByRole('article').locator('.body').allTextContents()).map((text) => text.trim());
  }

  /**
   * Expects that axe finds no violation. Forced colours have the contrast that the user has chosen, and axe reads
   * `-webkit-text-fill-color`, which they leave as it was.
   */
  async isAccessible(): Promise<void> {
    await this.#animationsEnd();
    await this.page.evaluate(axe.source);
    const { violations } = (await this.page.evaluate(
      `axe.run({ rules: { 'color-contrast': { enabled: !matchMedia('(forced-colors: active)').matches } } })`,
    )) as axe.AxeResults;
    const problems = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
    );
    expect(problems).to.deep.equal([]);
  }

  /** What fades in has less contrast until then. */
  #animationsEnd(): Promise<void> {
    return this.page.evaluate(async () => {
      const finite = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(finite.map(({ finished }) => finished));
    });
  }

  async leave(): Promise<void> {
    expect(this.faults).to.deep.equal([]);
    await this.page.context().close();
  }
}

/** Polls until the value equals the expected one, because effects run after their frame. */
export async function becomes<T>(read: () => T | Promise<T>, expected: NoInfer<T>): Promise<void> {
  const check = async () => {
    expect(await read()).to.deep.equal(expected);
    return true;
  };
  await until(`the value becomes ${JSON.stringify(expected).slice(0, 200)}`, check);
}

export async function count(locator: Locator, expected: number): Promise<void> {
  await until(`${expected} of ${locator}`, async () => (await locator.count()) === expected);
}

/** Waits until the service worker has all files of the page. */
export async function keepsShell(page: Page): Promise<void> {
  await until('the service worker is active', () =>
    page.evaluate(async () => {
      const { active, waiting, installing } = (await navigator.serviceWorker.getRegistration()) ?? {};
      return active?.state === 'activated' && !waiting && !installing;
    }),
  );
}
