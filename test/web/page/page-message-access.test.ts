/** Every state of the message actions, checked by axe in each colour scheme. */
import type { BrowserContextOptions } from 'playwright-core';
import { openSite } from './page-site.ts';
import { count, type Visitor } from './visitor.ts';

describe('page: accessibility of message actions', () => {
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
    'forced colours': { forcedColors: 'active' },
    'narrow and dark': { viewport: { width: 375, height: 667 }, colorScheme: 'dark' },
  };
  for (const [name, options] of Object.entries(settings)) {
    it(`is accessible in every state with these settings: ${name}`, async () => {
      const ann = await site().arrive('ann', options);
      await ann.open(ben);
      await ann.say('first');
      await ann.marked(ben, 'first', 'Sent');
      await ann.choose(ben, 'first', 'Reply');
      await ann.isAccessible();
      await ann.say('answer');
      await ann.marked(ben, 'answer', 'Sent');
      await ann.openMenu(ben, 'answer');
      await ann.isAccessible();
      await ann.menuitem('React').click();
      await ann.isAccessible();
      await ann.button('All emoji').click();
      await ann.page.getByRole('searchbox', { name: 'Search emoji' }).waitFor();
      await ann.isAccessible();
      await ann.page.keyboard.press('Escape');
      await ann.choose(ben, 'answer', 'React');
      await ann.dialog().getByRole('button', { name: 'React with 👍' }).click();
      await ann.reaction(ben, 'answer', '👍, 1').waitFor();
      await ann.choose(ben, 'answer', 'Pin');
      await ann.choose(ben, 'answer', 'Edit');
      await ann.isAccessible();
      await ann.textbox('Edit message').fill('better answer');
      await ann.button('Save').click();
      const better = ann.message(ben, 'better answer');
      await better.hover();
      await better.getByRole('button', { name: 'React with 😂' }).waitFor();
      await ann.isAccessible();
      for (const open of [
        () => better.getByRole('button', { name: 'Edited' }).click(),
        () => ann.choose(ben, 'better answer', 'Message info'),
        () => ann.button('Pinned messages').click(),
      ]) {
        await open();
        await ann.dialog().getByRole('listitem').first().waitFor();
        await ann.isAccessible();
        await ann.button('Close').click();
        await count(ann.dialog(), 0);
      }
      await ann.choose(ben, 'better answer', 'Delete');
      await ann.isAccessible();
      await ann.dialog().getByRole('button', { name: 'Delete' }).click();
      await ann.log(ben).getByRole('article').getByText('Message deleted').waitFor();
      await ann.isAccessible();
      await ann.leave();
    });
  }
});
