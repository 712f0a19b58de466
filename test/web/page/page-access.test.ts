/** Accessibility of the page: axe, keyboard, a narrow screen and the dark scheme. */
import { expect } from 'chai';
import type { BrowserContextOptions } from 'playwright-core';
import { until } from '../../support/waiting.ts';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const narrow: BrowserContextOptions = { viewport: { width: 375, height: 667 } };

describe('page: accessibility', () => {
  const site = openSite();
  let ben: Visitor;

  before(async () => {
    ben = await site().arrive('ben');
  });
  after(async () => {
    await ben?.leave();
  });

  const settings: Record<string, BrowserContextOptions> = {
    light: {},
    dark: { colorScheme: 'dark' },
    narrow,
    'narrow and dark': { ...narrow, colorScheme: 'dark' },
  };
  for (const [name, options] of Object.entries(settings)) {
    it(`is accessible with these settings: ${name}`, async () => {
      const ann = await site().arrive('ann', options);
      await ann.isAccessible();
      await ann.open(ben);
      await ann.isAccessible();
      await ann.say('hello');
      await ben.open(ann);
      await ben.say('hello yourself');
      await ann.marked(ben, 'hello', 'Read');
      await ann.message(ben, 'hello yourself').waitFor();
      await ann.isAccessible();
      await ann.leave();
    });
  }

  it('has each landmark, button and field once', async () => {
    const ann = await site().arrive('ann');
    await ann.open(ben);
    for (const role of ['status', 'log'] as const) await count(ann.page.getByRole(role), 1);
    for (const name of ['Find people', 'Search messages']) await count(ann.page.getByRole('searchbox', { name }), 1);
    for (const name of ['Send', 'Log out']) await count(ann.page.getByRole('button', { name }), 1);
    await count(ann.page.getByRole('textbox'), 1);
    await count(ann.textbox('Message'), 1);
    await ann.leave();
  });

  it('shows either the lists or the conversation at 375 px, without scrolling sideways', async () => {
    const ann = await site().arrive('ann', narrow);
    await ann.open(ben);
    await ann.say('a-very-long-word-'.repeat(20));
    await ann.marked(ben, 'a-very-long-word-', 'Sent');
    await becomes(() => ann.list('People').isVisible(), false);
    const width = await ann.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).to.be.at.most(375);
    await ann.button('Back to conversations').click();
    await ann.item('Conversations', ben).waitFor();
    await count(ann.log(ben), 0);
    await ann.item('Conversations', ben).click();
    await ann.log(ben).waitFor();
    await ann.page.goBack();
    await ann.item('Conversations', ben).waitFor();
    await ann.leave();
  });

  it('can be used by keyboard alone', async () => {
    const ann = await site().arrive('ann', narrow);
    const { keyboard } = ann.page;
    const focused = () => ann.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    for (let presses = 0; (await focused()) !== 'Find people'; presses += 1) {
      expect(presses).to.be.below(10);
      await keyboard.press('Tab');
    }
    await keyboard.type(ben.name);
    await ann.item('People', ben).waitFor();
    await count(ann.list('People').getByRole('listitem'), 1);
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await ann.log(ben).waitFor();
    await becomes(focused, 'Message');
    await keyboard.type('typed');
    await keyboard.press('Enter');
    await ann.marked(ben, 'typed', 'Sent');
    await keyboard.press('Escape');
    await ann.item('Conversations', ben).waitFor();
    await ann.leave();
  });

  it('moves the focus to the search on Ctrl+K', async () => {
    const ann = await site().arrive('ann');
    await ann.open(ben);
    await becomes(ann.focused, 'Message');
    await ann.page.getByRole('searchbox', { name: 'Search messages' }).waitFor();
    await ann.page.keyboard.press('Control+k');
    await becomes(ann.focused, 'Search messages');
    await ann.page.keyboard.press('Control+k');
    await becomes(ann.focused, 'Find people');
    await ann.page.keyboard.type('nobody at all');
    await ann.page.getByText('Nobody by that name.').waitFor();
    await ann.leave();
  });

  it('gives each list one tab stop, at the item that had the focus last', async () => {
    const ann = await site().arrive('ann');
    const { keyboard } = ann.page;
    await ann.page.getByRole('searchbox', { name: 'Find people' }).fill('');
    await until('there are people', async () => (await ann.list('People').getByRole('listitem').count()) > 2);
    // The users of the tests before go offline a while after they left, and then change their places.
    await count(ann.list('People').locator('.presence'), 1);
    const place = () =>
      ann.page.evaluate(() => {
        const link = document.activeElement;
        const items = [...(document.querySelectorAll('#people li') ?? [])];
        return items.findIndex((item) => item.contains(link));
      });
    await ann.page.getByRole('searchbox', { name: 'Find people' }).press('ArrowDown');
    await becomes(place, 0);
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowUp');
    await becomes(place, 1);
    await keyboard.press('Tab');
    await becomes(place, -1);
    await keyboard.press('Shift+Tab');
    await becomes(place, 1);
    await keyboard.press('Shift+Tab');
    await becomes(place, -1);
    await ann.leave();
  });

  it('has a dark background in the dark scheme', async () => {
    const ann = await site().arrive('ann', { colorScheme: 'dark' });
    const ground = await ann.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const lightness = (ground.match(/\d+/g) ?? []).map(Number);
    expect(Math.max(...lightness)).to.be.below(60);
    await ann.leave();
  });
});
