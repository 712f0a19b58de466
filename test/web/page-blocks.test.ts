/** Blocking somebody from the conversation, and lifting it there and in the settings. */
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { Visitor } from './visitor.ts';

describe('page: a block', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: ServerProcess;

  before(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
  });
  after(async () => {
    await browser?.close();
    await server?.dispose();
  });

  it('takes the box away after one question, and gives it back', async () => {
    const ann = await Visitor.arrive(browser, server.url, 'ann');
    const ben = await Visitor.arrive(browser, server.url, 'ben');
    await ann.open(ben);
    await ben.open(ann);
    await ann.button('Block').click();
    await ann.page.getByRole('dialog').waitFor();
    await ann.button(`Block ${ben.name}`).click();
    await ann.textbox('Message').waitFor({ state: 'detached' });
    await ben.say('Are you there?');
    await ben.page.getByText('This person does not receive your messages.').waitFor();
    await ann.button(`Unblock ${ben.name}`).click();
    await ann.textbox('Message').waitFor();
    await ann.leave();
    await ben.leave();
  });
});
