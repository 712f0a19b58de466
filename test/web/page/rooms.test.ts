/** Rooms in a browser, against a real server: the list, the log, and who wrote what. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { eachPair, openSite } from './page-site.ts';
import { itemOf, logOf, makeRoom } from './room-finders.ts';
import { count, type Visitor } from './visitor.ts';

describe('page: rooms', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;
  let cem: Visitor;
  let id: string;
  eachPair(site, async (...pair) => {
    [ann, ben] = pair;
    cem = await site().arrive('cem');
    id = await makeRoom(ann, 'Climbing', [ben, cem]);
  });
  afterEach(() => cem.leave());

  it('shows rooms in the list with their title, and who wrote the last message', async () => {
    await itemOf(ben, 'Climbing').click();
    await logOf(ben, 'Climbing').waitFor();
    await ben.say('who comes?');
    await itemOf(cem, 'Climbing')
      .filter({ hasText: `${ben.name}: who comes?` })
      .waitFor();
    await itemOf(cem, 'Climbing').getByText('unread').waitFor({ state: 'attached' });
    await itemOf(cem, 'Climbing').click();
    await logOf(cem, 'Climbing')
      .getByRole('article', { name: new RegExp(`^${ben.name}: who comes`) })
      .waitFor();
    await itemOf(cem, 'Climbing').getByText('unread').waitFor({ state: 'detached' });
    await cem.say('me');
    await logOf(ben, 'Climbing')
      .getByRole('article', { name: new RegExp(`^${cem.name}: me`) })
      .waitFor();
    await itemOf(ann, 'Climbing')
      .filter({ hasText: `${cem.name}: me` })
      .waitFor();
    await cem.isAccessible();
  });

  it('finds messages of rooms in the search of all conversations, with their authors', async () => {
    await itemOf(ben, 'Climbing').click();
    await ben.say('who lends me shoes?');
    const people = cem.page.getByRole('searchbox', { name: 'Find people', exact: true });
    const found = cem.page.getByRole('list', { name: 'Results', exact: true }).getByRole('listitem');
    await until('the index has the message', async () => {
      for (const query of ['', 'shoes']) await people.fill(query);
      await cem.page.waitForTimeout(500);
      return (await found.count()) === 1;
    });
    expect((await found.innerText()).replace(/\s+/g, ' ')).to.match(/Climbing .+: who lends me/);
    await found.click();
    await logOf(cem, 'Climbing').waitFor();
  });

  it('lists a new room also before the code that follows rooms is loaded', async () => {
    // The service worker would answer before the route.
    await ben.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.unregister());
    await ben.page.route('**/assets/compose-later-*.js', (route) => route.abort());
    await ben.page.reload();
    await itemOf(ben, 'Climbing').waitFor();
    await makeRoom(ann, 'Bouldering', [ben]);
    await itemOf(ben, 'Bouldering').waitFor();
  });

  it('opens a room by its address, whose letters differ in case', async () => {
    await ann.page.goto(`/#/room:${id}`);
    await logOf(ann, 'Climbing').waitFor();
    await ann.page.getByText('3 members').waitFor();
    await ann.say('hello');
    await ann.page.reload();
    await logOf(ann, 'Climbing').getByRole('article').filter({ hasText: 'hello' }).waitFor();
    expect(await ann.page.getByText(/^(Delivered|Read)$/).count()).to.equal(0);
  });

  it('names the author above the first of several messages', async () => {
    for (const visitor of [ann, ben, cem]) await itemOf(visitor, 'Climbing').click();
    for (const text of ['one', 'two']) await ben.say(text);
    await logOf(cem, 'Climbing').getByText('two').waitFor();
    await cem.say('three');
    await logOf(ann, 'Climbing').getByText('three').waitFor();
    await count(ann.page.locator('.room-author'), 2);
    expect(await ann.page.locator('.room-author bdi').allTextContents()).to.deep.equal([ben.name, cem.name]);
    expect(await ann.page.locator('.room-author ~ .room-author').count()).to.equal(0);
  });
});
