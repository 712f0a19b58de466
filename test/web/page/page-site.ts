/** A browser and a server of its own for the page tests of one `describe`. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';
import { Visitor } from './visitor.ts';

export class PageSite {
  readonly #browser: Browser;
  readonly server: ServerProcess;

  constructor(browser: Browser, server: ServerProcess) {
    this.#browser = browser;
    this.server = server;
  }

  /** An address is no host that a passkey could belong to. */
  get url(): string {
    return this.server.url.replace('127.0.0.1', 'localhost');
  }

  /** Somebody who has just registered. */
  arrive(called: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    return Visitor.arrive(this.#browser, this.url, called, options);
  }

  /** Ann and then Ben, who have just registered; these options are Ann's. */
  async pair(options: BrowserContextOptions = {}): Promise<[Visitor, Visitor]> {
    const ann = await this.arrive('ann', options);
    return [ann, await this.arrive('ben')];
  }

  stranger(called: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    return Visitor.stranger(this.#browser, this.url, called, options);
  }
}

/** Opens the site before the tests around and closes it after them; answers how to get it inside them. */
export function openSite(): () => PageSite {
  let browser: Browser | undefined;
  let server: ServerProcess | undefined;
  let site: PageSite;
  before(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    site = new PageSite(browser, server);
  });
  after(async () => {
    await browser?.close();
    await server?.dispose();
  });
  return () => site;
}
