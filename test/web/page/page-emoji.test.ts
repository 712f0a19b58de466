/** The emoji picker of reactions: mouse, keyboard, search, skin tone, recent emoji and blocked storage. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: emoji picker', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ viewport: { width: 375, height: 667 } });
    await ann.open(ben);
    await ann.say('hello');
    await ann.marked(ben, 'hello', 'Sent');
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const search = () => ann.page.getByRole('searchbox', { name: 'Search emoji', exact: true });
  const picker = () => ann.page.getByRole('dialog', { name: 'Choose an emoji', exact: true });
  const group = (name: string) => picker().getByRole('region', { name, exact: true });
  const emojiOf = (name: string) => group(name).getByRole('button').allTextContents();
  const reaction = (emoji: string) =>
    ann.message(ben, 'hello').getByRole('button', { name: `${emoji}, 1`, exact: true });
  const openPicker = async () => {
    await ann.message(ben, 'hello').getByRole('button', { name: 'Message actions' }).click();
    await ann.page.getByRole('menuitem', { name: 'React', exact: true }).click();
    await ann.button('All emoji').click();
    await search().waitFor();
  };

  it('gives any emoji to a message, and offers it first the next time', async () => {
    await openPicker();
    await becomes(() => emojiOf('Suggested'), ['👍', '❤️', '😂', '😮', '😢', '🙏']);
    await picker().getByRole('button', { name: 'Flags', exact: true }).click();
    await group('Flags').getByTitle('flag: Germany').click();
    await reaction('🇩🇪').waitFor();
    await count(picker(), 0);
    await ann.page.reload();
    await openPicker();
    await becomes(() => emojiOf('Recent'), ['🇩🇪']);
  });

  it('keeps the recent emoji until the session ends', async () => {
    const kept = () => ann.page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('emoji')));
    await openPicker();
    await search().fill('unicorn');
    await search().press('Enter');
    await reaction('🦄').waitFor();
    expect(await kept()).to.have.length(1);
    await ann.page.context().clearCookies();
    await ann.page.goto('/');
    await ann.button('Log in').waitFor();
    expect(await kept()).to.deep.equal([]);
  });

  it('finds and picks by the keyboard alone, with the chosen skin tone', async () => {
    await ann.message(ben, 'hello').focus();
    await ann.page.keyboard.press('m');
    await ann.page.getByRole('menuitem', { name: 'React', exact: true }).press('Enter');
    await ann.button('All emoji').press('Enter');
    await becomes(ann.focused, 'Search emoji');
    await picker().getByLabel('Skin tone').selectOption('✋🏽');
    await search().fill('waving h');
    await becomes(() => emojiOf('Results'), ['👋🏽']);
    await search().press('Enter');
    await reaction('👋🏽').waitFor();
    await becomes(() => ann.page.evaluate(() => document.activeElement?.tagName), 'ARTICLE');
  });

  it('leaves Enter, Escape and arrows to an input method', async () => {
    await openPicker();
    await search().fill('wave');
    const session = await ann.page.context().newCDPSession(ann.page);
    for (const [key, isPrevented] of [
      ['Enter', false],
      ['ArrowDown', false],
      ['Escape', true],
    ] as const) {
      const event = { key, isComposing: true, bubbles: true, cancelable: true };
      // The browser itself would empty the box on Escape.
      const prevented = await search().evaluate(
        (box, init) => !box.dispatchEvent(new KeyboardEvent('keydown', init)),
        event,
      );
      await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, windowsVirtualKeyCode: 229 });
      await becomes(ann.focused, 'Search emoji');
      expect([key, prevented, await search().inputValue()]).to.deep.equal([key, isPrevented, 'wave']);
    }
  });

  it('moves by arrow keys, from the search into the rows and back', async () => {
    await openPicker();
    const tops = await group('Smileys and emotion')
      .getByRole('button')
      .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().top));
    const columns = tops.filter((top) => top === tops[0]).length;
    const smileys = await emojiOf('Smileys and emotion');
    const steps: [key: string, focused: string | undefined][] = [
      ['ArrowDown', '👍'],
      ['ArrowRight', '❤️'],
      ['ArrowDown', smileys[1]],
      ['ArrowDown', smileys[columns + 1]],
      ['ArrowLeft', smileys[columns]],
      ['End', '🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
      ['Home', '👍'],
      ['ArrowUp', 'Search emoji'],
    ];
    for (const [key, focused] of steps) {
      await ann.page.keyboard.press(key);
      await becomes(ann.focused, focused as string);
    }
    await ann.page.keyboard.press('Escape');
    await count(picker(), 0);
  });

  it('moves to the left by the left arrow key in Arabic, where the next emoji stands', async () => {
    await ann.page.evaluate(() => localStorage.setItem('duologue.look/language', 'ar'));
    await ann.page.reload();
    await ann.page.locator('form button[aria-haspopup=dialog]').click();
    await becomes(ann.focused, 'البحث عن رمز تعبيري');
    for (const [key, focused] of [
      ['ArrowDown', '👍'],
      ['ArrowLeft', '❤️'],
      ['ArrowRight', '👍'],
    ] as const) {
      await ann.page.keyboard.press(key);
      await becomes(ann.focused, focused);
    }
    await ann.isAccessible();
  });

  it('passes axe in both colour schemes, with groups, results and no result', async () => {
    await openPicker();
    await ann.isAccessible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await ann.page.emulateMedia({ colorScheme });
      for (const query of ['cat', 'nothing is called this']) {
        await search().fill(query);
        await ann.isAccessible();
      }
    }
    await picker().getByText('No emoji found. Try another word.').waitFor();
  });

  it('works when the browser blocks IndexedDB and refuses to store', async () => {
    await ann.page.addInitScript(`
      Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('blocked', 'SecurityError'); } });
      Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
    `);
    await ann.page.reload();
    await openPicker();
    await search().fill('unicorn');
    await group('Results').getByTitle('unicorn').click();
    await reaction('🦄').waitFor();
    await openPicker();
    expect(await emojiOf('Recent')).to.deep.equal(['🦄']);
  });
});
