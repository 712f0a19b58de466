/** The keyboard shortcuts that work wherever the focus is, and the list of all shortcuts. */
import { eachPair, openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: the keyboard', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  eachPair(site, async (first, second) => {
    [ann, ben] = [first, second];
    await ann.open(ben);
    await ann.say('one');
    await ann.marked(ben, 'one', 'Sent');
  });

  const list = () => ann.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const press = (key: string) => ann.page.keyboard.press(key);

  it('lists its shortcuts on a question mark that is not typed into a text', async () => {
    await press('?');
    await becomes(() => ann.textbox('Message').inputValue(), '?');
    await count(list(), 0);
    await press('Shift+Tab');
    await press('?');
    await list().getByText('Previous conversation').waitFor();
    await list().getByText('Find people').waitFor();
    await ann.isAccessible();
    await press('/');
    await press('Alt+ArrowDown');
    await list().waitFor();
    await press('Escape');
    await count(ann.page.locator('dialog'), 0);
    await press('?');
    await list().getByRole('button', { name: 'Close' }).click();
    await count(ann.page.locator('dialog'), 0);
  });

  it('lists its shortcuts on the settings page, too', async () => {
    await ann.page.goto('/settings');
    await ann.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await press('?');
    await list().getByText('Previous conversation').waitFor();
    await press('Escape');
    await count(list(), 0);
  });

  it('leads to the search of messages, from there to the one for people, and back by Escape', async () => {
    const search = ann.page.getByRole('searchbox', { name: 'Find people' });
    await ann.page.getByRole('searchbox', { name: 'Search messages' }).waitFor();
    await press('/');
    await becomes(() => ann.textbox('Message').inputValue(), '/');
    await press('Control+K');
    await becomes(ann.focused, 'Search messages');
    await press('Control+K');
    await becomes(ann.focused, 'Find people');
    await ann.page.keyboard.type('a/?');
    await becomes(() => search.inputValue(), 'a/?');
    await press('Escape');
    await becomes(() => search.inputValue(), '');
    await press('Escape');
    await becomes(ann.focused, 'Message');
    await press('Shift+Tab');
    await press('/');
    await becomes(ann.focused, 'Search messages');
    await press('Control+K');
    await becomes(ann.focused, 'Find people');
    await becomes(() => search.inputValue(), '');
  });

  it('leaves the conversation by Escape, keeps what is written, and comes back by Enter', async () => {
    await ann.textbox('Message').fill('half a line');
    await press('Escape');
    await count(ann.log(ben), 0);
    await press('Enter');
    await ann.log(ben).waitFor();
    await becomes(() => ann.textbox('Message').inputValue(), 'half a line');
  });

  it('goes through the conversations in the order of the list, also while a text is written', async () => {
    const cem = await site().arrive('cem');
    await ann.open(cem);
    await ann.say('two');
    await ann.marked(cem, 'two', 'Sent');
    await ann.textbox('Message').fill('half a line');
    await press('Alt+ArrowDown');
    await ann.log(ben).waitFor();
    await press('Alt+ArrowDown');
    await ann.log(ben).waitFor();
    await press('Alt+ArrowUp');
    await ann.log(cem).waitFor();
    await becomes(() => ann.textbox('Message').inputValue(), 'half a line');
    await ann.page.goto('/');
    await ann.item('Conversations', ben).waitFor();
    // The list of the last visit is shown before the keys work.
    await ann.page.waitForLoadState('networkidle');
    await press('Alt+ArrowUp');
    await ann.log(ben).waitFor();
    await cem.leave();
  });
});
