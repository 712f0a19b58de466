/** The request for the newest messages that a page sends before it is connected: it ends as soon as it is of no use. */
import { expect } from 'chai';
import type { Request } from 'playwright-core';
import { until } from '../../support/waiting.ts';
import { keptLogs } from './kept-state.ts';
import { openSite } from './page-site.ts';
import type { Visitor } from './visitor.ts';

describe('page: its early request for messages', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  let reader: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair();
    await ann.open(ben);
    await ann.say('hello');
    await ann.marked(ben, 'hello', 'Sent');
    // Another browser of Ann, that keeps no files of the page.
    reader = await site().stranger('reader', { serviceWorkers: 'block' });
    await reader.page.context().addCookies(await ann.page.context().cookies());
  });
  afterEach(async () => {
    for (const visitor of [ann, ben, reader]) await visitor?.leave();
  });

  /** Leaves the request without an answer. The returned set has those that the page still waits for. */
  async function holdMessages(): Promise<Set<Request>> {
    const waiting = new Set<Request>();
    await reader.page.route(`**/api/conversations/${ben.name}/messages*`, (route) => {
      waiting.add(route.request());
    });
    reader.page.on('requestfailed', (request) => waiting.delete(request));
    return waiting;
  }

  it('ends when the page is connected, which brings the messages', async () => {
    const waiting = await holdMessages();
    let connect = () => {};
    const mayConnect = new Promise<void>((resolve) => (connect = resolve));
    await reader.page.routeWebSocket('**/socket.io/**', async (socket) => {
      await mayConnect;
      socket.connectToServer();
    });
    await reader.page.goto(`/#/${ben.name}`);
    await until('the page asks for the messages', () => waiting.size === 1);
    connect();
    await reader.message(ben, 'hello').waitFor();
    await until('the request is ended', () => waiting.size === 0);
  });

  it('is not sent when the browser shows what it has kept', async () => {
    await reader.page.goto(`/#/${ben.name}`);
    await until('the messages are kept', async () =>
      Object.values(await keptLogs(reader).catch(() => ({}))).some((texts) => texts.includes('hello')),
    );
    const waiting = await holdMessages();
    await reader.page.routeWebSocket('**/socket.io/**', () => {});
    let answer = () => {};
    const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
    await reader.page.route('**/api/session', async (route) => {
      await mayAnswer;
      await route.continue();
    });
    await reader.page.goto('about:blank');
    await reader.page.goto(`/#/${ben.name}`);
    await reader.message(ben, 'hello').waitFor();
    answer();
    await reader.page.waitForLoadState('networkidle');
    expect(waiting.size).to.equal(0);
  });
});
