/** The search of messages in the page, with the search of the server. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: the search of messages', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  eachPair(site, (...pair) => {
    [ann, ben] = pair;
  });

  const box = () => ann.page.getByRole('searchbox', { name: 'Search messages', exact: true });
  const results = () => ann.page.getByRole('list', { name: 'Results', exact: true }).getByRole('listitem');
  const press = (key: string) => ann.page.keyboard.press(key);
  const marks = () => results().locator('mark').allTextContents();
  const isOnScreen = (text: string) =>
    ann.message(ben, text).evaluate((article) => {
      const { top, bottom } = article.getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight;
    });

  /** The index has a message within two seconds. */
  async function finds(query: string, hits: number): Promise<void> {
    await box().fill('');
    await becomes(async () => {
      await box().fill('');
      await box().fill(query);
      await ann.page.locator('#results[aria-busy=false]').waitFor({ state: 'attached' });
      return results().count();
    }, hits);
  }

  it('finds words and phrases in all conversations, or in one, and those of one sender', async () => {
    const cem = await site().arrive('cem');
    await ben.sends(ann, 'The green tea is here', 1);
    await cem.sends(ann, 'Tea is not green', 1);
    await ann.sends(ben, 'Green tea for me', 1);
    await ann.open(ben);
    await finds('green tea', 3);
    expect((await marks()).map((text) => text.toLowerCase()).sort()).to.deep.equal(
      ['green', 'green', 'green', 'tea', 'tea', 'tea'].sort(),
    );
    await results().filter({ hasText: cem.name }).getByText('Tea is not green 1.').waitFor();
    await finds('"green tea"', 2);
    await finds('tea from:me', 1);
    await finds('tea', 3);
    await ann.button(`Only with ${ben.name}`).click();
    await count(results(), 2);
    await ann.isAccessible();
    await finds('coffee', 0);
    await ann.page.getByText('No message has all of these words.').waitFor();
    await finds('tea', 2);
    // The box for people does not show to which conversation the search is narrowed.
    await ann.page.getByRole('searchbox', { name: 'Find people', exact: true }).click();
    await count(results(), 3);
    await cem.leave();
  });

  it('is used by keyboard alone', async () => {
    await ben.sends(ann, 'fig', 3);
    await ann.open(ben);
    await finds('fig', 3);
    await box().fill('');
    await press('Escape');
    await becomes(ann.focused, 'Message');
    await press('Control+K');
    await becomes(ann.focused, 'Search messages');
    await press('Control+K');
    await becomes(ann.focused, 'Find people');
    await press('Control+K');
    await ann.page.keyboard.type('fig');
    await count(results(), 3);
    await press('ArrowDown');
    await becomes(async () => (await ann.focused()).includes('fig 3.'), true);
    await press('ArrowDown');
    await press('ArrowUp');
    await press('ArrowUp');
    await becomes(ann.focused, 'Search messages');
    await press('ArrowDown');
    await press('ArrowDown');
    await press('Enter');
    await becomes(() => ann.page.evaluate(() => document.activeElement?.tagName), 'ARTICLE');
    await becomes(async () => (await ann.focused()).includes('fig 2.'), true);
    await press('/');
    await press('Escape');
    await becomes(() => box().inputValue(), '');
    await ann.item('Conversations', ben).waitFor();
  });

  it('asks for a word when the query has none', async () => {
    await ben.sends(ann, 'fig', 1);
    await box().fill('*');
    await ann.page.getByText('Type at least one word').waitFor();
    await finds('* fig', 1);
    await count(ann.page.getByText('Type at least one word'), 0);
  });

  it('shows what the box for people finds in one panel: people, conversations, then messages', async () => {
    await ben.sends(ann, `${ben.name} likes figs`, 1);
    await ann.open(ben);
    const people = () => ann.page.getByRole('searchbox', { name: 'Find people', exact: true });
    await finds('likes', 1);
    await box().fill('');
    await people().fill(ben.name);
    await count(results(), 1);
    await ann.item('People', ben).waitFor();
    await ann.item('Conversations', ben).waitFor();
    /** As they are in the next frame. */
    const order = () =>
      ann.page.evaluate(async () => {
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        return [...document.querySelectorAll('.lists ul')].map(({ id }) => id);
      });
    expect(await order()).to.deep.equal(['people', 'conversations', 'results']);
    await ann.isAccessible();
    const where = () => ann.page.evaluate(() => document.activeElement?.closest('ul')?.id);
    for (const list of ['people', 'conversations', 'results']) {
      await press('ArrowDown');
      await becomes(where, list);
    }
    for (const list of ['conversations', 'people']) {
      await press('ArrowUp');
      await becomes(where, list);
    }
    await press('ArrowUp');
    await becomes(ann.focused, 'Find people');
    await press('Tab');
    await becomes(ann.focused, 'Search messages');
    await ann.item('People', ben).waitFor();
    // The box that Tab only passes does not order the results.
    expect(await order()).to.deep.equal(['people', 'conversations', 'results']);
    await count(ann.button('From me'), 0);
    await press('Shift+Tab');
    await press('ArrowDown');
    await press('Escape');
    await becomes(ann.focused, 'Find people');
    await becomes(() => people().inputValue(), '');
    await people().fill('figs');
    await count(results(), 1);
    // Where people are searched, it is nothing new that there is no message.
    await people().fill('lemons');
    await count(ann.page.locator('#results'), 0);
    await people().fill('figs');
    await count(results(), 1);
    await press('Control+K');
    await becomes(ann.focused, 'Search messages');
    await becomes(() => box().inputValue(), 'figs');
    await press('Enter');
    await becomes(() => ann.page.evaluate(() => document.activeElement?.tagName), 'ARTICLE');
  });

  it('drops a hit that is deleted', async () => {
    await ben.sends(ann, 'plum', 2);
    await ben.open(ann);
    await ann.open(ben);
    await finds('plum', 2);
    await ben.choose(ann, 'plum 1.', 'Delete');
    await ben.dialog().getByRole('button', { name: 'Delete', exact: true }).click();
    await count(results(), 1);
  });

  it('searches messages on the device without a connection', async () => {
    await ben.sends(ann, 'pear', 2);
    await ann.open(ben);
    await ann.message(ben, 'pear 2.').waitFor();
    await finds('pear', 2);
    await ann.page.context().setOffline(true);
    await ann.says(/connection/i);
    await box().fill('pear 1');
    await ann.page.getByText('Without a connection, the search finds only').waitFor();
    await count(results(), 1);
    await ann.page.context().setOffline(false);
    await count(ann.page.getByText('Without a connection, the search finds only'), 0);
    await count(results(), 1);
  });

  it('is accessible in the dark, and on a narrow screen leads to the message and back', async () => {
    await ben.sends(ann, 'kiwi', 2);
    await ann.page.emulateMedia({ colorScheme: 'dark' });
    await ann.page.setViewportSize({ width: 390, height: 844 });
    await ann.page.goto(`/#/${ben.name}`);
    await ann.button('Conversation actions').click();
    await ann.menuitem('Search in this conversation').click();
    await becomes(ann.focused, 'Search messages');
    await finds('kiwi', 2);
    await ann.isAccessible();
    await results().first().getByRole('link').click();
    await becomes(() => isOnScreen('kiwi 2.'), true);
    await ann.isAccessible();
    await ann.page.goBack();
    await count(results(), 2);
  });

  it('says how a day is written when it does not understand the one of a filter', async () => {
    await ben.sends(ann, 'The tea is here', 1);
    await ann.open(ben);
    await finds('tea after:2020-01-01', 1);
    const hint = ann.page.getByText('This is not a day. Write it as in before:2026-01-31 or after:2026-01-31.');
    await count(hint, 0);
    await box().fill('tea before:2026-13-45');
    await hint.first().waitFor();
    await becomes(() => box().evaluate((input) => input.getAttribute('aria-describedby')), 'wrong-day');
    await ann.page.locator('.announcer').getByText('This is not a day.').waitFor({ state: 'attached' });
    await ann.isAccessible();
    await box().fill('tea before:2036-01-31');
    await count(hint, 0);
    await count(results(), 1);
  });

  it('opens a message far back in the history, and shows it', async () => {
    await ann.sends(ben, 'needle', 1);
    await ben.sends(ann, 'line', 120);
    await ann.page.goto('/');
    await ann.item('Conversations', ben).waitFor();
    await finds('needle', 1);
    await results().getByRole('link').click();
    await ann.message(ben, 'needle').waitFor();
    await becomes(() => isOnScreen('needle'), true);
    await becomes(async () => (await ann.focused()).includes('needle'), true);
    await becomes(() => ann.page.evaluate(() => CSS.highlights.get('found')?.size), 1);
    expect(new URL(ann.page.url()).hash).to.equal(`#/${ben.name}`);
  });

  it('jumps to the first message of a day, or says that the day has none', async () => {
    await ann.sends(ben, 'line', 120);
    await ann.page.goto(`/#/${ben.name}`);
    await ann.message(ben, 'line').first().waitFor();
    await ann.button('Jump to date').click();
    const day = ann.dialog().getByLabel('Day', { exact: true });
    await ann.isAccessible();
    await day.press('Enter');
    await count(ann.dialog(), 0);
    await becomes(() => isOnScreen('line 1.'), true);
    await ann.button('Jump to date').click();
    await ann.button('A week ago').click();
    await ann.button('Jump').click();
    await ann.page.getByText('No messages on this day').waitFor();
    await ann.button('Jump to date').click();
    await day.fill('2190-01-01');
    await ann.button('Jump').click();
    await ann.page.getByText('No messages since this day').waitFor();
    await becomes(() => isOnScreen('line 120.'), true);
    await ann.button('Jump to date').click();
    await day.fill('');
    await ann.button('Jump').click();
    await ann.alert().getByText('Enter a day.').waitFor();
  });
});
