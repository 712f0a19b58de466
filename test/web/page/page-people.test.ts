/** Finding people: keyboard, input methods, the lists during a search, and their scrolling. */
import { expect } from 'chai';
import { addConversations } from '../../abuse/flood-rows.ts';
import { until } from '../../support/waiting.ts';
import { keptList } from './kept-state.ts';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const sizes = [
  { width: 1_440, height: 900 },
  { width: 820, height: 1_180 },
  { width: 375, height: 667 },
];

describe('page: finding people', () => {
  const site = openSite({}, { scrollbars: true, worker: true });
  let ann: Visitor;
  let ben: Visitor;
  const search = ({ page }: Visitor) => page.getByRole('searchbox', { name: 'Find people' });
  const rename = async ({ page }: Visitor, displayName: string) =>
    expect((await page.context().request.patch('/api/me', { data: { displayName } })).status()).to.equal(200);
  const scrollTop = ({ page }: Visitor) => page.locator('.lists').evaluate(({ scrollTop }) => scrollTop);

  /** Sixty strangers have each written one message to this user. */
  async function fillLists(visitor: Visitor): Promise<void> {
    const { dataDir } = site().server;
    addConversations(dataDir, { username: visitor.name, strangers: 60, messages: 1, body: 'hello' });
    await visitor.page.reload();
    await visitor.list('Conversations').getByRole('listitem').nth(40).waitFor();
    // The list is complete only when the page has fetched what it shows of each.
    await visitor.list('People').getByRole('listitem').first().waitFor();
  }

  beforeEach(async () => {
    [ann, ben] = await site().pair();
  });
  afterEach(async () => {
    for (const visitor of [ann, ben]) await visitor?.leave();
  });

  it('never scrolls the document, at any size, with sixty conversations', async () => {
    await fillLists(ann);
    const overhang = () =>
      ann.page.evaluate(() => {
        const { scrollHeight, scrollWidth } = document.documentElement;
        const hidden = [...document.querySelectorAll('.messenger, .side, .pane')];
        const inside = hidden.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
        return [scrollHeight - window.innerHeight, scrollWidth - window.innerWidth, ...inside].filter((px) => px > 0);
      });
    for (const size of sizes) {
      await ann.page.setViewportSize(size);
      await ann.page.goto('/');
      await ann.list('Conversations').getByRole('listitem').nth(40).waitFor();
      expect(await overhang(), `the lists at ${size.width} px`).to.deep.equal([]);
      await ann.list('Conversations').getByRole('link').first().click();
      await ann.textbox('Message').waitFor();
      for (let line = 0; line < 30; line += 1) await ann.say(`line ${line}`);
      expect(await overhang(), `a conversation at ${size.width} px`).to.deep.equal([]);
    }
  });

  it('counts and lists unread conversations beyond the loaded part of the list', async () => {
    await fillLists(ann);
    await becomes(() => ann.page.title(), '(60) Duologue');
    await count(ann.list('Conversations').getByRole('listitem'), 60);
  });

  it('denies no conversation while some are not loaded', async () => {
    const denial = ann.page.getByText('No conversation with anybody by that name.');
    await search(ann).fill('zzz');
    await denial.waitFor();
    await search(ann).fill('');
    await fillLists(ann);
    await search(ann).fill('zzz');
    await ann.page.getByText('Nobody by that name.').waitFor();
    await count(denial, 0);
  });

  it('opens a person by Ctrl+K twice, the name and Enter, and types nothing', async () => {
    const toPeople = async () => {
      await ann.textbox('Message').press('Control+k');
      await becomes(ann.focused, 'Search messages');
      await ann.page.keyboard.press('Control+k');
      await becomes(ann.focused, 'Find people');
    };
    await ann.open(ben);
    await ann.page.getByRole('searchbox', { name: 'Search messages' }).waitFor();
    await toPeople();
    await ann.page.keyboard.type(ben.name);
    await ann.page.keyboard.press('Enter');
    await becomes(() => search(ann).inputValue(), '');
    await becomes(ann.focused, 'Message');
    expect(await ann.textbox('Message').inputValue()).to.equal('');
    const cleo = await site().arrive('cleo');
    await toPeople();
    await ann.page.keyboard.type(cleo.name);
    await ann.page.keyboard.press('Enter');
    await ann.log(cleo).waitFor();
    await becomes(ann.focused, 'Message');
    expect(await ann.textbox('Message').inputValue()).to.equal('');
    await ann.page.keyboard.type('hello');
    expect(await ann.textbox('Message').inputValue()).to.equal('hello');
    await cleo.leave();
  });

  it('opens a person by Ctrl+K, the name and Enter, although a message holds the name', async () => {
    await ann.open(ben);
    await ann.say(`${ben.name} is a name`);
    await ann.marked(ben, 'is a name', 'Sent');
    await ann.page.goto('/');
    await ann.page.getByRole('searchbox', { name: 'Search messages' }).waitFor();
    for (const typed of [ben.name, `@${ben.name}`]) {
      await ann.page.keyboard.press('Control+k');
      await becomes(ann.focused, 'Search messages');
      await ann.page.keyboard.type(typed);
      await ann.page.keyboard.press('Enter');
      await ann.log(ben).waitFor();
      await becomes(() => search(ann).inputValue(), '');
      expect(await ann.page.evaluate(() => location.hash)).to.equal(`#/${ben.name}`);
      await ann.page.goto('/');
      await ann.page.reload();
      await ann.page.getByRole('searchbox', { name: 'Search messages' }).waitFor();
    }
  });

  for (const box of ['Search messages', 'Find people']) {
    it(`opens the person whose name and Enter were typed into “${box}” before the page was connected`, async () => {
      const cleo = await site().arrive('cleo');
      // Before the page is connected, it offers the search of messages only when it has kept that the server has one.
      await until('the browser keeps the features', async () => (await keptList(ann)).includes('"search"'));
      let connect = () => {};
      const mayConnect = new Promise<void>((resolve) => (connect = resolve));
      await ann.page.routeWebSocket(/socket\.io/, async (socket) => {
        await mayConnect;
        socket.connectToServer();
      });
      await ann.page.reload();
      await ann.page.getByRole('searchbox', { name: box, exact: true }).fill(cleo.name);
      await ann.page.keyboard.press('Enter');
      await ann.page.waitForTimeout(700);
      connect();
      await ann.log(cleo).waitFor();
      await cleo.leave();
    });
  }

  it('opens the one of exactly the name that was typed, not one who is online', async () => {
    const name = `exact${crypto.randomUUID().slice(0, 6)}`;
    const online = await site().arrive(`${name}a`);
    await rename(online, `${name} and more`);
    const register = { username: name, password: 'correct horse battery staple' };
    const exact = await (await ann.page.context().browser()?.newContext())?.request.post(`${site().url}/api/register`, {
      data: register,
      headers: { origin: site().url },
    });
    expect(exact?.status()).to.equal(201);
    await search(ann).fill(name.toUpperCase());
    await count(ann.list('People').getByRole('listitem'), 2);
    expect(await ann.list('People').getByRole('link').first().getAttribute('href')).to.equal(`#/${name}`);
    await search(ann).press('Enter');
    await ann.page.getByRole('log', { name: `Messages with ${name}`, exact: true }).waitFor();
    await online.leave();
  });

  it('leaves Enter, Escape and arrows to an input method', async () => {
    await ann.find(ben);
    const session = await ann.page.context().newCDPSession(ann.page);
    for (const key of ['Enter', 'Escape', 'ArrowDown']) {
      await search(ann).evaluate((box, key) => {
        box.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, cancelable: true }));
      }, key);
      await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, windowsVirtualKeyCode: 229 });
      await becomes(ann.focused, 'Find people');
      expect(await search(ann).inputValue(), key).to.equal(ben.name);
      expect(new URL(ann.page.url()).hash, key).to.equal('');
    }
    await search(ann).press('Enter');
    await ann.log(ben).waitFor();
  });

  it('shows the results of each search from the top, filters the conversations, and clears after use', async () => {
    await fillLists(ann);
    await ben.open(ann);
    await ben.say('hello from ben');
    await ann.item('Conversations', ben).waitFor();
    await ann.page.locator('.lists').evaluate((lists) => lists.scrollTo({ top: 2_000 }));
    expect(await scrollTop(ann)).to.be.above(500);
    await ann.find(ben);
    expect(await scrollTop(ann)).to.equal(0);
    await count(ann.list('Conversations').getByRole('listitem'), 1);
    await ann.item('Conversations', ben).click();
    await ann.log(ben).waitFor();
    expect(await search(ann).inputValue()).to.equal('');
    expect(await ann.list('Conversations').getByRole('listitem').count()).to.be.above(40);
    await search(ann).fill('nobody has this name');
    await ann.page.getByText('Nobody by that name.').waitFor();
    await search(ann).press('Escape');
    await becomes(() => search(ann).inputValue(), '');
  });

  it('finds the people that it knows without a connection, and says so', async () => {
    const zoe = await site().arrive('zoe');
    await rename(zoe, 'João Straße');
    await zoe.open(ann);
    await zoe.say('hello');
    await ben.open(ann);
    await ben.say('hello');
    await count(ann.list('Conversations').getByRole('listitem'), 2);
    await ann.item('Conversations', zoe).locator('bdi').getByText('João Straße', { exact: true }).waitFor();
    await ann.page.context().setOffline(true);
    await ann.says(/No connection|lost|offline/i);
    await search(ann).fill('strasse');
    await count(ann.list('People').getByRole('listitem'), 1);
    await ann.item('People', zoe).waitFor();
    await ann.page.getByText('the search finds only the people this page knows').waitFor();
    await search(ann).press('Enter');
    await ann.textbox('Message').waitFor();
    expect(new URL(ann.page.url()).hash).to.equal(`#/${zoe.name}`);
    await zoe.leave();
  });

  it('shows usernames only beside names that are alike', async () => {
    const zoe = await site().arrive('zoe');
    for (const visitor of [ben, zoe]) {
      await rename(visitor, 'Kim Lee');
      await visitor.open(ann);
      await visitor.say('hello');
    }
    const shown = (visitor: Visitor) => ann.item('Conversations', visitor).locator('.username');
    await shown(ben).waitFor();
    await shown(zoe).waitFor();
    await rename(zoe, 'Kim Park');
    await ann.item('Conversations', zoe).locator('bdi').getByText('Kim Park', { exact: true }).waitFor();
    await count(shown(zoe), 0);
    expect(await ann.item('Conversations', zoe).textContent()).to.contain(`@${zoe.name}`);
    await zoe.leave();
  });

  it('shows a new account and a new name without a reload, and finds them by any word in any script', async () => {
    const given = ` ${crypto.randomUUID().slice(0, 6)}`;
    // First in the list, whatever other tests have left there.
    const eve = await site().arrive('aaa');
    await ann.item('People', eve).waitFor();
    for (const [name, query] of [
      ['João de Souza', 'souza jo'],
      ['Θανάσης', 'ΘΑΝΑΣ'],
      ['Maria Strauß', 'strauss'],
      ['İbrahim', 'ibrahim'],
    ] as const) {
      await rename(eve, name + given);
      await ann
        .item('People', eve)
        .locator('bdi')
        .getByText(name + given, { exact: true })
        .waitFor();
      await search(ann).fill(query + given);
      await count(ann.list('People').getByRole('listitem'), 1);
      await ann.item('People', eve).waitFor();
      await search(ann).fill('');
    }
    await eve.leave();
  });

  it('marks only users who are online', async () => {
    await ann.find(ben);
    const dot = ann.item('People', ben).locator('.presence');
    await dot.waitFor();
    await ben.page.goto('about:blank');
    await count(dot, 0);
    await ann.item('People', ben).getByText('offline', { exact: true }).waitFor({ state: 'attached' });
    await ann.isAccessible();
  });
});
