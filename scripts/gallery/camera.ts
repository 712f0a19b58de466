/** Opens the page in every look of the gallery, and stores screenshots as WebP. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { TestUser } from '../../test/support/client.ts';

export interface Look {
  readonly name: string;
  readonly title: string;
  readonly options: BrowserContextOptions;
}

const size = (width: number, height: number): BrowserContextOptions => ({ viewport: { width, height } });
const phone = { hasTouch: true, isMobile: true };

export const looks = {
  wide: { name: 'wide', title: '1440 px, light', options: size(1_440, 900) },
  wideDark: { name: 'wide-dark', title: '1440 px, dark', options: { ...size(1_440, 900), colorScheme: 'dark' } },
  wideForced: {
    name: 'wide-forced',
    title: '1440 px, forced colours',
    options: { ...size(1_440, 900), forcedColors: 'active' },
  },
  tablet: { name: 'tablet', title: '820 px, light', options: size(820, 1_180) },
  phone: { name: 'phone', title: '375 px, light', options: { ...size(375, 812), ...phone } },
  phoneDark: {
    name: 'phone-dark',
    title: '375 px, dark',
    options: { ...size(375, 812), ...phone, colorScheme: 'dark' },
  },
  small: { name: 'small', title: '320 px, light', options: { ...size(320, 568), ...phone } },
} as const satisfies Record<string, Look>;

export const everyLook: readonly Look[] = Object.values(looks);

/** In a wide window and on a phone. */
const inLanguage = (locale: string, language: string): Look[] => [
  { name: `wide-${locale}`, title: `1440 px, ${language}`, options: { ...looks.wide.options, locale } },
  { name: `phone-${locale}`, title: `375 px, ${language}`, options: { ...looks.phone.options, locale } },
];

export const translatedLooks: readonly Look[] = [...inLanguage('de', 'German'), ...inLanguage('ar', 'Arabic')];

/** Out of 100. Text stays crisp, and a full screen takes about 40 kB. */
const quality = 78;
const longestLoadMs = 5_000;

export class Camera {
  readonly #browser: Browser;
  readonly #url: string;
  readonly #folder: string;
  readonly #format: 'webp' | 'png';

  constructor(browser: Browser, url: string, { folder, format }: { folder: string; format: 'webp' | 'png' }) {
    this.#browser = browser;
    this.#format = format;
    this.#url = url;
    this.#folder = folder;
  }

  /** @param user - signed in; null for a visitor. */
  async open(look: Look, user: TestUser | null, path: string): Promise<Page> {
    const context = await this.#browser.newContext({ baseURL: this.#url, locale: 'en-GB', ...look.options });
    if (user) await this.#signIn(context, user);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  async take(page: Page, name: string): Promise<void> {
    // Parts of the page come after its first view; in some scenes an upload goes on for ever.
    await page.waitForLoadState('networkidle', { timeout: longestLoadMs }).catch(() => {});
    await page.evaluate(async () => {
      const finite = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(finite.map(({ finished }) => finished));
    });
    const session = await page.context().newCDPSession(page);
    const format = this.#format;
    const { data } = await session.send('Page.captureScreenshot', format === 'png' ? { format } : { format, quality });
    writeFileSync(join(this.#folder, `${name}.${format}`), Buffer.from(data, 'base64'));
  }

  async #signIn(context: BrowserContext, { cookie }: TestUser): Promise<void> {
    const [name = '', value = ''] = cookie.split('=', 2);
    await context.addCookies([{ name, value, url: this.#url }]);
  }
}
