/** The settings page, in a real browser against a real server. */
import { expect } from 'chai';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { Visitor } from './visitor.ts';

describe('page: the settings', function () {
  this.timeout(40_000);
  let browser: Browser;
  let server: ServerProcess;

  before(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  });
  after(async () => {
    await browser?.close();
    await server?.dispose();
  });

  const arrive = async (options: BrowserContextOptions = {}) => {
    const visitor = await Visitor.arrive(browser, server.url, 'ann', options);
    await visitor.page.getByRole('link', { name: 'Settings' }).click();
    await visitor.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    return visitor;
  };
  const section = ({ page }: Visitor, name: string) => page.getByRole('region', { name, exact: true });
  const path = ({ page }: Visitor) => new URL(page.url()).pathname;
  const focused = ({ page }: Visitor) => page.evaluate(() => document.activeElement?.textContent ?? '');

  it('can be reloaded, and are left to where one came from', async () => {
    const ann = await arrive();
    await ann.page.reload();
    await ann.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    expect(path(ann)).to.equal('/settings');
    await ann.page.getByRole('link', { name: 'Back to conversations' }).click();
    await ann.button('Log out').waitFor();
    expect(path(ann)).to.equal('/');
    expect(await focused(ann)).to.equal('Settings');
    await ann.leave();
  });

  it('are not for strangers', async () => {
    const eve = await Visitor.stranger(browser, server.url, 'eve');
    await eve.page.goto('/settings');
    await eve.button('Log in').waitFor();
    expect(path(eve)).to.equal('/login');
    await eve.leave();
  });

  it('change the name that others see', async () => {
    const ann = await arrive();
    await ann.textbox('Display name').fill('  Ann Other ');
    await ann.page.keyboard.press('Enter');
    await ann.page.getByText('Saved.').waitFor();
    expect(await ann.textbox('Display name').inputValue()).to.equal('Ann Other');
    await ann.textbox('Display name').fill('');
    await ann.button('Save').click();
    await section(ann, 'Profile').getByRole('alert').waitFor();
    await ann.page.getByRole('link', { name: 'Back to conversations' }).click();
    await ann.page.getByText('Ann Other').waitFor();
    await ann.leave();
  });

  const narrow = { viewport: { width: 375, height: 667 } };
  for (const options of [{}, narrow, { ...narrow, colorScheme: 'dark' as const }]) {
    it(`are accessible, with ${JSON.stringify(options)}`, async () => {
      const ann = await arrive(options);
      await ann.isAccessible();
      const sideways = await ann.page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect(sideways).to.be.at.most(0);
      await ann.leave();
    });
  }
});
