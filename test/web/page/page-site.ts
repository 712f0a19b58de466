/** A browser and a server for the page tests of one `describe`. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { type BrowserOptions, launchBrowser } from '../../support/browser.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';
import { Visitor } from './visitor.ts';

interface SiteOptions extends BrowserOptions {
  /** Whether browsers run the service worker. Its installation takes a third of a visit's work on the processor. */
  worker?: boolean;
}

export class PageSite {
  readonly #browser: Browser;
  readonly #defaults: BrowserContextOptions;
  readonly server: ServerProcess;

  constructor(browser: Browser, server: ServerProcess, hasWorker: boolean) {
    this.#browser = browser;
    this.#defaults = { serviceWorkers: hasWorker ? 'allow' : 'block' };
    this.server = server;
  }

  /** Passkeys need a host name: they do not work with an IP address. */
  get url(): string {
    return this.server.url.replace('127.0.0.1', 'localhost');
  }

  /** A user who has just registered. */
  arrive(called: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    return this.arriveAt(this.url, called, options);
  }

  /** A user who has just registered, at another address of the server. */
  arriveAt(url: string, called: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    return Visitor.arrive(this.#browser, url, called, { ...this.#defaults, ...options });
  }

  /** Two registered users, Ann and Ben; the options are for Ann's browser context. */
  pair(options: BrowserContextOptions = {}): Promise<[Visitor, Visitor]> {
    return Promise.all([this.arrive('ann', options), this.arrive('ben')]);
  }

  stranger(called: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    return Visitor.stranger(this.#browser, this.url, called, { ...this.#defaults, ...options });
  }
}

/** Gives each test of the `describe` a new pair, who leave after it. @param begin - what they do before the test */
export function eachPair(site: () => PageSite, begin: (ann: Visitor, ben: Visitor) => Promise<void> | void): void {
  let pair: Visitor[] = [];
  beforeEach(async () => {
    const [ann, ben] = await site().pair();
    pair = [ann, ben];
    await begin(ann, ben);
  });
  afterEach(async () => {
    for (const visitor of pair.splice(0)) await visitor.leave();
  });
}

/**
 * Opens the site before the tests and closes it after them; the returned function gives the site inside a test.
 * @param env - settings of the server.
 */
export function openSite(
  env: Record<string, string> = {},
  { worker = false, ...browserOptions }: SiteOptions = {},
): () => PageSite {
  let browser: Browser | undefined;
  let server: ServerProcess | undefined;
  let site: PageSite;
  before(async () => {
    [browser, server] = await Promise.all([launchBrowser(browserOptions), startServer({ env })]);
    site = new PageSite(browser, server, worker);
  });
  after(async () => {
    await browser?.close();
    await server?.dispose();
  });
  return () => site;
}
