/** Mentions in rooms in a browser, against a real server: the list of members while typing, and the marks in the log. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { itemOf, logOf, makeRoom } from './room-finders.ts';
import type { Visitor } from './visitor.ts';

describe('page: mentions in rooms', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  eachPair(site, async (...pair) => {
    [ann, ben] = pair;
    await makeRoom(ann, 'Climbing', [ben]);
    for (const visitor of pair) await itemOf(visitor, 'Climbing').click();
  });

  const offer = ({ page }: Visitor) => page.getByRole('listbox', { name: 'Members to mention' });
  const ready = (visitor: Visitor) => visitor.page.locator('textarea[aria-controls=mentions]').waitFor();

  it('offers the members after an @, and marks mentions in the log, the own ones most', async () => {
    await ready(ann);
    await ann.textbox('Message').pressSequentially('hi @be');
    await offer(ann).getByRole('option').filter({ hasText: ben.name }).waitFor();
    await ann.isAccessible();
    expect(await ann.textbox('Message').getAttribute('aria-activedescendant')).to.equal('mentions-0');
    await ann.textbox('Message').press('Enter');
    await offer(ann).waitFor({ state: 'hidden' });
    expect(await ann.textbox('Message').inputValue()).to.equal(`hi @${ben.name} `);
    await ann.textbox('Message').press('Enter');
    await logOf(ben, 'Climbing').locator('.mention.of-me').waitFor();
    expect(await logOf(ben, 'Climbing').locator('.mention').textContent()).to.equal(`@${ben.name}`);
    await logOf(ann, 'Climbing').locator('.mention:not(.of-me)').waitFor();
  });

  it('offers nobody after Escape, nor within a word', async () => {
    await ready(ann);
    await ann.textbox('Message').pressSequentially('@');
    await offer(ann).getByRole('option').first().waitFor();
    await ann.textbox('Message').press('Escape');
    await offer(ann).waitFor({ state: 'hidden' });
    await logOf(ann, 'Climbing').waitFor();
    await ann.textbox('Message').fill('');
    await ann.textbox('Message').pressSequentially('mail@be');
    await offer(ann).waitFor({ state: 'hidden' });
    await ann.textbox('Message').press('Enter');
    await logOf(ben, 'Climbing').getByText('mail@be').waitFor();
    expect(await logOf(ben, 'Climbing').locator('.mention').count()).to.equal(0);
  });

  it('offers the members in the edit form, and keeps the draft as it is', async () => {
    await ann.say('hello');
    const message = logOf(ann, 'Climbing').getByRole('article').filter({ hasText: 'hello' });
    await ann.textbox('Message').fill('a draft');
    await message.getByRole('button', { name: 'Message actions' }).click();
    await ann.menuitem('Edit').click();
    await ann.page.locator('textarea[aria-label="Edit message"][aria-controls=mentions]').waitFor();
    await ann.textbox('Edit message').press('End');
    await ann.textbox('Edit message').pressSequentially(' @be');
    await offer(ann).getByRole('option').filter({ hasText: ben.name }).waitFor();
    await ann.textbox('Edit message').press('Enter');
    expect(await ann.textbox('Edit message').inputValue()).to.equal(`hello @${ben.name} `);
    await ann.button('Save').click();
    await logOf(ben, 'Climbing').locator('.mention.of-me').waitFor();
    expect(await ann.textbox('Message').inputValue()).to.equal('a draft');
  });
});
