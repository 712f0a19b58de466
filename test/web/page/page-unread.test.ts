/** Conversations that the user marks as unread in the page. */

import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: mark as unread', () => {
  const site = openSite();

  const badge = (page: Page, of: Visitor) =>
    page
      .getByRole('list', { name: 'Conversations', exact: true })
      .getByRole('listitem')
      .filter({ hasText: of.name })
      .getByText(/\d+\s+unread/);

  /** Ann has read three messages of Ben, and has the conversation open in a second page. */
  async function readByAnn() {
    const [ann, ben] = await site().pair();
    await ann.open(ben);
    await ben.sends(ann, 'line', 3);
    await ben.open(ann);
    await ben.say('the last');
    await ann.message(ben, 'the last').waitFor();
    await ben.marked(ann, 'the last', 'Read');
    const second = await ann.page.context().newPage();
    await second.goto(`/#/${ben.name}`);
    await second.getByRole('log').getByText('the last').waitFor();
    return { ann, ben, second };
  }

  it('marks from a message on, leaves the conversation, and holds on every device until it is opened again', async () => {
    const { ann, ben, second } = await readByAnn();
    await ann.choose(ben, 'line 3.', 'Mark as unread');
    await count(ann.log(ben), 0);
    await becomes(() => badge(ann.page, ben).textContent(), '2 unread');
    await ann.page.reload();
    await becomes(() => badge(ann.page, ben).textContent(), '2 unread');
    // The peer goes on seeing the message as read.
    await ben.marked(ann, 'the last', 'Read');
    // It is still open in the second page, which held it unread all the time.
    await becomes(() => badge(second, ben).textContent(), '2 unread');
    await ann.isAccessible();
    await ann.item('Conversations', ben).click();
    await ann.log(ben).getByText('New messages').waitFor();
    await count(badge(ann.page, ben), 0);
    await count(badge(second, ben), 0);
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('marks the newest message of the peer from the menu of the conversation', async () => {
    const { ann, ben, second } = await readByAnn();
    await ann.say('from Ann');
    await ben.message(ann, 'from Ann').waitFor();
    await ann.button('Conversation actions').click();
    await ann.menuitem('Mark as unread').click();
    await count(ann.log(ben), 0);
    await becomes(() => badge(ann.page, ben).textContent(), '1 unread');
    await ann.item('Conversations', ben).click();
    await ann.log(ben).waitFor();
    await count(badge(second, ben), 0);
    await ann.openMenu(ben, 'from Ann');
    await count(ann.menuitem('Mark as unread'), 0);
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('is not offered in the notes to oneself, and not while the peer is blocked', async () => {
    const [ann, ben] = await site().pair();
    const isOffered = async () => {
      await ann.button('Conversation actions').click();
      await ann.menuitem('Pinned messages').waitFor();
      const entries = await ann.menuitem('Mark as unread').count();
      await ann.page.keyboard.press('Escape');
      await count(ann.menuitem('Pinned messages'), 0);
      return entries > 0;
    };
    await ben.sends(ann, 'line', 1);
    await ann.page.goto(`/#/${ben.name}`);
    await ann.message(ben, 'line 1.').waitFor();
    expect(await isOffered()).to.equal(true);
    await ann.page.goto(`/#/${ann.name}`);
    await ann.say('a note');
    await ann.message(ann, 'a note').waitFor();
    expect(await isOffered()).to.equal(false);
    const blocked = await ann.page.context().request.put(`/api/blocks/${ben.name}`);
    expect(blocked.status()).to.equal(204);
    await ann.page.goto(`/#/${ben.name}`);
    await ann.message(ben, 'line 1.').waitFor();
    await becomes(isOffered, false);
    for (const visitor of [ann, ben]) await visitor.leave();
  });
});
