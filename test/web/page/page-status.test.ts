/** The own status in the page: set, seen by another user, ended and cleared; and do-not-disturb. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { openSite } from './page-site.ts';
import { showsNotices } from './shown-notices.ts';
import { becomes, count, keepsShell, type Visitor } from './visitor.ts';

describe('page: status', () => {
  const site = openSite({}, { worker: true });

  const account = ({ page }: Visitor) => page.getByRole('button', { name: /^Account menu/ });
  const form = ({ page }: Visitor) => page.getByRole('dialog', { name: 'Set status', exact: true });
  const openForm = async (visitor: Visitor) => {
    await account(visitor).click();
    await visitor.menuitem('Set status').click();
    await form(visitor).getByRole('textbox', { name: 'Status', exact: true }).waitFor();
    return form(visitor);
  };
  const put = async ({ page }: Visitor, data: object) =>
    expect((await page.context().request.put('/api/me/status', { data })).status()).to.equal(200);
  const header = ({ page }: Visitor) => page.locator('header.peer');
  const marks = (visitor: Visitor, of: Visitor) => visitor.item('Conversations', of).getByRole('img');

  it('shows the status to a peer, in the list and above the conversation, until it is cleared', async () => {
    const [ann, ben] = await site().pair();
    await ben.open(ann);
    await ben.say('Hello');
    await marks(ben, ann).waitFor({ state: 'detached' });
    const dialog = await openForm(ann);
    await dialog.getByRole('button', { name: 'Choose an emoji' }).waitFor();
    await count(dialog.getByRole('button', { name: 'Clear status' }), 0);
    await dialog.getByRole('button', { name: 'Choose an emoji' }).click();
    await ann.page.getByRole('searchbox', { name: 'Search emoji' }).fill('unicorn');
    await ann.page.getByRole('searchbox', { name: 'Search emoji' }).press('Enter');
    await dialog.getByRole('button', { name: 'Emoji: 🦄' }).waitFor();
    await dialog.getByRole('textbox', { name: 'Status' }).fill('In the forest');
    await dialog.getByLabel('Clear after').selectOption('Today');
    await ann.isAccessible();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await count(form(ann), 0);
    const mark = ben.item('Conversations', ann).getByRole('img', { name: 'In the forest', exact: true });
    await mark.waitFor();
    expect(await mark.textContent()).to.equal('🦄');
    await header(ben).getByText('In the forest').waitFor();
    await ben.isAccessible();
    const again = await openForm(ann);
    expect(await again.getByRole('textbox', { name: 'Status' }).inputValue()).to.equal('In the forest');
    await again.getByRole('textbox', { name: 'Status' }).fill('x'.repeat(101));
    await again.getByRole('button', { name: 'Save' }).click();
    await again.getByText('Use at most 100 characters.').waitFor();
    await again.getByRole('button', { name: 'Clear status' }).click();
    await count(form(ann), 0);
    await count(marks(ben, ann), 0);
    await count(header(ben).getByText('In the forest'), 0);
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('removes a status at its end', async () => {
    const [ann, ben] = await site().pair();
    await ben.page.clock.install({ time: Date.now() });
    await ben.page.goto('/');
    await ben.open(ann);
    await ben.say('Hello');
    await put(ann, { text: 'For an hour', until: new Date(Date.now() + 3_600_000).toISOString() });
    await marks(ben, ann).waitFor();
    await header(ben).getByText('For an hour').waitFor();
    await ben.page.clock.fastForward('01:00:01');
    await count(marks(ben, ann), 0);
    await count(header(ben).getByText('For an hour'), 0);
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('marks the own avatar while the user is not to be disturbed, and shows no notification', async () => {
    const [ann, ben] = await site().pair({ permissions: ['notifications'] });
    const carl = await site().arrive('carl');
    await ann.page.goto('/settings');
    await ann.button('Turn on notifications').click();
    await ann.section('Notifications').getByText('Notifications are on').waitFor();
    await keepsShell(ann.page);
    await ann.page.goto('/');
    const dialog = await openForm(ann);
    await dialog.getByRole('switch', { name: 'Do not disturb' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await account(ann).getByText('Do not disturb').waitFor({ state: 'attached' });
    await ann.isAccessible();
    await ann.page.reload();
    await account(ann).getByText('Do not disturb').waitFor({ state: 'attached' });
    await ben.open(ann);
    await ben.say('Are you there?');
    await until('the unread messages are counted', async () => (await ann.page.title()).startsWith('(1)'));
    // As another device of the user does it.
    await put(ann, {});
    await account(ann).getByText('Do not disturb').waitFor({ state: 'detached' });
    await carl.open(ann);
    await carl.say('And now?');
    await showsNotices(ann.page, [`${carl.name}: And now? 🔇`]);
    await becomes(async () => (await ann.page.title()).startsWith('(2)'), true);
    for (const visitor of [ann, ben, carl]) await visitor.leave();
  });
});
