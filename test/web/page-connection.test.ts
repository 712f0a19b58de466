/** What the page does when the server goes away, and when it is back. */
import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { Visitor } from './visitor.ts';

describe('page: the connection', function () {
  this.timeout(60_000);
  let browser: Browser;
  let server: ServerProcess;
  let ann: Visitor;
  let ben: Visitor;

  before(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startServer()]);
    ann = await Visitor.arrive(browser, server.url, 'ann');
    ben = await Visitor.arrive(browser, server.url, 'ben');
    await ann.open(ben);
    await ben.open(ann);
  });
  after(async () => {
    await ann?.leave();
    await ben?.leave();
    await browser?.close();
    await server?.dispose();
  });

  it('says that it is lost and back, keeps what was written meanwhile through a reload, and sends it once', async () => {
    await ann.say('before');
    await ann.marked(ben, 'before', 'Read');
    await server.stop();
    await ann.says(/Connection lost/);
    await ann.say('written offline');
    await ann.say('and another');
    await ann.marked(ben, 'written offline', 'Sending…');
    await server.start();
    await ann.says(/Connected again/);
    await ann.marked(ben, 'and another', 'Read');
    expect(await ben.texts(ann)).to.deep.equal(['before', 'written offline', 'and another']);
  });

  it('sends after a reload what the server never heard of', async () => {
    await ann.keepUnsent(ben, 'from the last visit');
    await ann.page.reload();
    await ann.marked(ben, 'from the last visit', 'Read');
    expect(await ann.page.evaluate(() => localStorage.length)).to.equal(0);
  });

  it('notices that the device has no network, and comes back with it', async () => {
    await ann.page.context().setOffline(true);
    await ann.says(/Connection lost/);
    await ann.say('underground');
    await ann.page.context().setOffline(false);
    await ann.says(/Connected again/);
    await ben.message(ann, 'underground').waitFor();
  });

  it('fetches what it missed while it was away', async () => {
    await ann.page.context().setOffline(true);
    await ann.says(/Connection lost/);
    await ben.say('you there?');
    await ben.marked(ann, 'you there?', 'Sent');
    await ann.page.context().setOffline(false);
    await ann.message(ben, 'you there?').waitFor();
    await ben.marked(ann, 'you there?', 'Read');
  });
});
