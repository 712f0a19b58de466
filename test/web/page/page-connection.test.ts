/** The page while the server or the network is lost, and after it returns. */
import { until } from '../../support/waiting.ts';
import { openSite } from './page-site.ts';
import { becomes, type Visitor } from './visitor.ts';

describe('page: the connection', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    if (!site().server.isRunning) await site().server.start();
    [ann, ben] = await site().pair();
    await ann.open(ben);
    await ben.open(ann);
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const each = () => [[ann, ben] as const, [ben, ann] as const];
  /** The kinds of what the browser stores, as "unsent". */
  const stored = ({ page }: Visitor) =>
    page.evaluate(() =>
      Object.keys(localStorage)
        .map((key) => key.split('.')[1])
        .sort(),
    );

  it('announces a lost and a restored connection, and sends the messages written meanwhile once and in order', async () => {
    await ann.say('before');
    await ann.marked(ben, 'before', 'Read');
    await site().server.stop();
    await ann.says(/Connection lost/);
    await ann.say('written offline');
    await ann.say('and another');
    await ann.marked(ben, 'written offline', 'Sending…');
    // The status shows for a few seconds only.
    const back = ann.says(/Connected again/);
    await Promise.all([back, site().server.start()]);
    await ann.marked(ben, 'and another', 'Read');
    for (const [reader, peer] of each()) await reader.reads(peer, ['before', 'written offline', 'and another']);
  });

  it('sends after a reload the messages that the server never received', async () => {
    await ann.keepUnsent(ben, 'from the last visit');
    await ann.page.reload();
    await ann.marked(ben, 'from the last visit', 'Read');
    const leave = () => ann.page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    await becomes(() => leave().then(() => stored(ann)), ['user', 'view']);
  });

  it('asks before it logs out with unsent messages, and then removes them from the browser', async () => {
    const cid = await site().arrive('cid');
    await cid.open(ben);
    await cid.page.context().setOffline(true);
    await cid.says(/Connection lost/);
    await cid.say('unsaid');
    await cid.marked(ben, 'unsaid', 'Sending…');
    await cid.button('Log out').click();
    await cid.alert().getByText('One message is not confirmed as sent').waitFor();
    await becomes(() => stored(cid), ['unsent', 'user']);
    await cid.page.context().setOffline(false);
    await cid.message(ben, 'unsaid').getByText('Sending…').waitFor({ state: 'detached' });
    await cid.button('Log out').click();
    await cid.button('Log in').waitFor();
    await becomes(() => cid.page.evaluate(() => localStorage.length), 0);
    await cid.leave();
  });

  it('switches to the user who has logged in meanwhile in another tab', async () => {
    const cid = await site().arrive('cid');
    const dan = await site().arrive('dan');
    await cid.page.context().addCookies(await dan.page.context().cookies());
    await cid.page.context().setOffline(true);
    await cid.says(/Connection lost/);
    await cid.page.context().setOffline(false);
    await cid.page.locator('.profile').getByText(dan.name).waitFor();
    await cid.item('People', cid).waitFor();
    await cid.leave();
    await dan.leave();
  });

  it('notices that the device is offline, and reconnects when the network returns', async () => {
    await ann.page.context().setOffline(true);
    await ann.says(/Connection lost/);
    await ann.say('underground');
    const back = ann.says(/Connected again/);
    await Promise.all([back, ann.page.context().setOffline(false)]);
    await ben.message(ann, 'underground').waitFor();
  });

  it('fetches the messages that it missed while it was offline', async () => {
    await ann.page.context().setOffline(true);
    await ann.says(/Connection lost/);
    await ben.say('you there?');
    await ben.marked(ann, 'you there?', 'Sent');
    await ann.page.context().setOffline(false);
    await ann.message(ben, 'you there?').waitFor();
    await ben.marked(ann, 'you there?', 'Read');
  });

  it('loses and repeats no message while the network fails, the server is killed and the page is reloaded', async () => {
    const said: string[] = [];
    for (let flip = 0; flip < 12; flip += 1) {
      await ann.page.context().setOffline(flip % 2 === 0);
      for (const part of ['a', 'b']) {
        said.push(`flip ${flip}${part}`);
        await ann.say(`flip ${flip}${part}`);
      }
      if (flip % 6 === 3) {
        await site().server.kill();
        await site().server.start();
      }
      if (flip % 4 === 1) {
        await ann.page.reload();
        await ann.log(ben).waitFor();
      }
    }
    // The last message may come when the log has been led to its end already.
    await until('the last message is read', async () => {
      await ben.toEnd();
      return ann.message(ben, 'flip 11b').getByText('Read', { exact: true }).isVisible();
    });
    for (const [reader, peer] of each()) await reader.reads(peer, said);
  });
});
