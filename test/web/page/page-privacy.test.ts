/** Privacy in the page: what others learn of a user. */
import { openSite } from './page-site.ts';
import { becomes } from './visitor.ts';

describe('page: privacy', () => {
  const site = openSite();

  it('hides from both how far the other has read', async () => {
    const [ann, ben] = await site().pair();
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    const choice = ann.section('Privacy').getByRole('checkbox', { name: 'Show others what I have read' });
    await choice.uncheck();
    await becomes(async () => {
      const answer = await ann.page.context().request.get('/api/me/settings');
      return ((await answer.json()) as { settings: { readReceipts: boolean } }).settings.readReceipts;
    }, false);
    await ann.isAccessible();
    await ann.page.goto('/');
    await ann.open(ben);
    await ben.open(ann);
    await ben.say('from Ben');
    await ann.say('from Ann');
    // Each has read the other's message before the answer to it is written.
    await ann.message(ben, 'from Ben').waitFor();
    await ben.message(ann, 'from Ann').waitFor();
    await ann.say('the end');
    await ben.message(ann, 'the end').waitFor();
    await ben.say('the end of Ben');
    await ann.message(ben, 'the end of Ben').waitFor();
    await ann.message(ben, 'from Ann').getByText('Delivered', { exact: true }).waitFor({ state: 'attached' });
    await ben.message(ann, 'from Ben').getByText('Delivered', { exact: true }).waitFor({ state: 'attached' });
    await ann.page.goto('/settings');
    await choice.waitFor();
    await becomes(() => choice.isChecked(), false);
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('hides from both when the other was last online', async () => {
    const [ann, ben] = await site().pair();
    await ben.open(ann);
    await ben.say('from Ben');
    await ann.open(ben);
    await ann.message(ben, 'from Ben').waitFor();
    await ben.page.goto('about:blank');
    const header = ann.page.getByRole('heading', { level: 1, name: ben.name }).locator('..');
    await header.getByText(/last seen/).waitFor();
    const other = await ann.page.context().newPage();
    await other.goto('/settings');
    const choice = other.getByRole('checkbox', { name: 'Show others when I was last online' });
    await choice.uncheck();
    await header.getByText(/last seen/).waitFor({ state: 'detached' });
    await header.getByText(/offline$/).waitFor();
    await choice.check();
    await header.getByText(/last seen/).waitFor();
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('takes the marks "Read" away that are shown already, and shows them again', async () => {
    const [ann, ben] = await site().pair();
    await ann.open(ben);
    await ann.say('from Ann');
    await ben.open(ann);
    await ben.message(ann, 'from Ann').waitFor();
    const mark = (name: string) => ann.message(ben, 'from Ann').getByText(name, { exact: true });
    await mark('Read').waitFor({ state: 'attached' });
    const other = await ann.page.context().newPage();
    await other.goto('/settings');
    const choice = other.getByRole('checkbox', { name: 'Show others what I have read' });
    await choice.uncheck();
    await mark('Delivered').waitFor({ state: 'attached' });
    await choice.check();
    await mark('Read').waitFor({ state: 'attached' });
    for (const visitor of [ann, ben]) await visitor.leave();
  });
});
