/** The log by keyboard alone: one tab stop, arrow keys between messages, and a key for each command. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: messages by keyboard', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair();
    await ann.open(ben);
    for (const text of ['one', 'two', 'see https://example.org now']) await ann.say(text);
    await ann.marked(ben, 'https://example.org', 'Sent');
    await ann.hasLogTools();
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => ann.page.keyboard.press(key)), Promise.resolve());
  const isAt = (text: string) =>
    becomes(() => ann.message(ben, text).evaluate((article) => document.activeElement === article), true);

  it('is one tab stop, whatever the messages contain', async () => {
    await becomes(() => ann.focused(), 'Message');
    await press('Shift+Tab');
    await isAt('https://example.org');
    await press('Shift+Tab');
    await becomes(() => ann.focused(), 'Conversation actions');
    await press('Tab', 'ArrowUp');
    await isAt('two');
    await press('Shift+Tab', 'Tab');
    await isAt('two');
    await press('Tab');
    await becomes(() => ann.focused(), 'Message');
  });

  it('leads with arrow keys, Home and End through the messages, and sideways through the controls of one', async () => {
    await press('Shift+Tab', 'Home');
    await isAt('one');
    await press('ArrowDown');
    await isAt('two');
    await press('End');
    await isAt('https://example.org');
    await ann.message(ben, 'https://example.org').getByRole('link').waitFor();
    await press('ArrowRight');
    await becomes(() => ann.focused(), 'https://example.org');
    await press('ArrowRight');
    await becomes(() => ann.focused(), 'Message actions');
    await press('ArrowRight');
    await becomes(() => ann.focused(), 'React with 👍');
    await press('Enter');
    await ann.reaction(ben, 'https://example.org', '👍, 1').waitFor();
    await press('ArrowUp');
    await isAt('two');
    await press('Escape');
    await becomes(() => ann.focused(), 'Message');
  });

  for (const key of ['m', 'ContextMenu', 'Shift+F10', 'Enter']) {
    it(`opens the menu of the focused message with ${key}, and returns the focus on Escape`, async () => {
      await press('Shift+Tab', key);
      await ann.page.getByRole('menu', { name: 'Message actions' }).waitFor();
      await count(ann.page.getByRole('menu'), 1);
      await becomes(async () => (await ann.focused()).startsWith('Reply'), true);
      await press('Escape');
      await count(ann.page.getByRole('menu'), 0);
      await isAt('https://example.org');
    });
  }

  it('moves in the menu by arrow keys, Home, End and the first letters, around its ends', async () => {
    const isOn = (label: string) => becomes(async () => (await ann.focused()).startsWith(label), true);
    await press('Shift+Tab', 'm', 'ArrowUp');
    await isOn('Delete');
    await press('ArrowDown');
    await isOn('Reply');
    await press('End');
    await isOn('Delete');
    await press('Home');
    await isOn('Reply');
    await press('c');
    await isOn('Copy text');
    await press('m', 'e');
    await isOn('Message info');
    await press('Enter');
    await ann.dialog().getByText('Sent').waitFor();
    await press('Escape');
    await isAt('https://example.org');
  });

  it('closes the menu on Tab and on a press outside', async () => {
    await press('Shift+Tab', 'm', 'Tab');
    await count(ann.page.getByRole('menu'), 0);
    await isAt('https://example.org');
    await press('m');
    await ann.page.getByRole('menu').waitFor();
    await ann.page.mouse.click(500, 120);
    await count(ann.page.getByRole('menu'), 0);
  });

  it('runs commands by their keys', async () => {
    await press('Shift+Tab', 'r');
    await ann.button('Cancel reply').waitFor();
    await becomes(() => ann.focused(), 'Message');
    await press('Escape', 'Shift+Tab', 'ArrowUp', 'e');
    await becomes(() => ann.textbox('Edit message').inputValue(), 'two');
    await press('Escape', 'Shift+Tab', 'p');
    await ann.message(ben, 'two').getByText('Pinned', { exact: true }).waitFor({ state: 'attached' });
    await press('a');
    await becomes(() => ann.focused(), 'React with 👍');
    await press('Escape', 'Delete');
    await ann.dialog().getByText('Delete this message?').waitFor();
    await press('Escape');
    await isAt('two');
  });

  it('runs a command by the same key of a keyboard with letters of another script', async () => {
    await press('Shift+Tab');
    await ann.message(ben, 'https://example.org').evaluate((article) => {
      const key = { key: 'ق', code: 'KeyR', bubbles: true, cancelable: true };
      article.dispatchEvent(new KeyboardEvent('keydown', key));
    });
    await ann.button('Cancel reply').waitFor();
  });

  it('edits the last own message with the Up arrow in an empty composer only', async () => {
    await ann.textbox('Message').fill('text');
    await press('ArrowUp');
    await count(ann.textbox('Edit message'), 0);
    await ann.textbox('Message').fill('');
    await press('ArrowUp');
    await becomes(() => ann.textbox('Edit message').inputValue(), 'see https://example.org now');
    expect(await ann.message(ben, 'one').count()).to.equal(1);
  });
});
