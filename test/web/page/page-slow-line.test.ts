/** The page on a line that is slow but works: it waits, and shows what comes. */
import { randomUUID } from 'node:crypto';
import { SlowLine } from '../../support/slow-line.ts';
import { openSite } from './page-site.ts';
import type { Visitor } from './visitor.ts';

describe('page: a slow line', function () {
  // Each request takes seconds here, and nothing but the line makes it slow.
  this.timeout(180_000);
  const site = openSite({}, { worker: true });
  let slowLine: SlowLine;
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    slowLine = await SlowLine.to(site().server.port);
    ben = await site().arrive('ben');
    ann = await site().arriveAt(`http://localhost:${slowLine.port}`, 'ann');
    ann.page.setDefaultTimeout(90_000);
  });
  afterEach(async () => {
    slowLine.speed = { roundTripMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY };
    await ann?.leave();
    await ben?.leave();
    slowLine.close();
  });

  /** Ben writes long messages to Ann, so that a page of them is as large as the server allows. */
  async function benWrites(messages: number, body: string): Promise<void> {
    const { request } = ben.page.context();
    for (let number = 1; number <= messages; number += 1) {
      const path = `${site().url}/api/conversations/${ann.name}/messages`;
      await request.post(path, { data: { clientId: randomUUID(), body: `${number} ${body}` } });
    }
  }

  async function openAfresh(): Promise<void> {
    await ann.page.goto('about:blank');
    await ann.page.goto(`/#/${ben.name}`, { timeout: 90_000 });
  }

  it('opens a conversation although each round trip takes 3.4 seconds, and sends in it', async () => {
    await benWrites(3, 'hello');
    slowLine.speed = { roundTripMs: 3_400, bytesPerSecond: 150_000 };
    await openAfresh();
    await ann.message(ben, '1 hello').waitFor();
    await ann.say('from far away');
    await ann.marked(ben, 'from far away', 'Sent');
  });

  it('opens a conversation of long messages on a line of 5 kB a second, and sends in it', async () => {
    await benWrites(60, 'long '.repeat(700));
    slowLine.speed = { roundTripMs: 200, bytesPerSecond: 5_000 };
    await openAfresh();
    await ann
      .log(ben)
      .getByText(/^1 long/)
      .waitFor();
    await ann.say('got it');
    await ann.marked(ben, 'got it', 'Sent');
  });
});
