/** The choices of colours and text size, the account menu, and the own address. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: appearance and the account menu', () => {
  const site = openSite();
  let ann: Visitor;
  const ground = () => ann.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const size = () => ann.page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  /** The colour of the browser's own bars. */
  const bar = () =>
    ann.page.evaluate(() => {
      const metas = [...document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')];
      return metas.filter(({ media }) => matchMedia(media).matches).map(({ content }) => content);
    });
  const account = () => ann.page.getByRole('button', { name: 'Account menu' });
  const choice = (name: string) => ann.page.getByRole('radio', { name, exact: true });

  beforeEach(async () => {
    ann = await site().arrive('ann');
  });
  afterEach(async () => {
    await ann?.leave();
  });

  it('changes the colours and the text size, and keeps them over a reload and the log-out', async () => {
    const [light, normal] = [await ground(), await size()];
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    await choice('Dark').check();
    await choice('Large').check();
    expect(await ground()).to.not.equal(light);
    expect(await size()).to.be.above(normal);
    await ann.isAccessible();
    const dark = await ground();
    expect(await bar()).to.deep.equal(['#141118']);
    // From the first frame: the document has no script of the page yet.
    await ann.page.route('**/assets/*.js', (route) => route.abort());
    await ann.page.reload({ waitUntil: 'domcontentloaded' });
    expect(await ground()).to.equal(dark);
    expect(await bar()).to.deep.equal(['#141118']);
    await ann.page.unrouteAll();
    await ann.logOut();
    await becomes(ground, dark);
    await becomes(size, normal * 1.125);
    await ann.logIn();
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    await choice('Automatic').check();
    expect(await bar()).to.deep.equal(['#f6f3f0']);
  });

  it('works without storage', async () => {
    await ann.page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new Error('forbidden');
        },
      });
    });
    await ann.page.goto('/settings');
    const light = await ground();
    await choice('Dark').check();
    await choice('Dark').isChecked();
    expect(await ground()).to.not.equal(light);
  });

  it('has a menu behind the own avatar, by keyboard and by mouse', async () => {
    const light = await ground();
    await account().focus();
    await ann.page.keyboard.press('Enter');
    await becomes(ann.focused, 'Notes to self');
    await ann.isAccessible();
    await ann.page.keyboard.press('Escape');
    await becomes(async () => (await ann.focused()).startsWith('Account menu'), true);
    await account().click();
    await account().click();
    await count(ann.page.getByRole('menu'), 0);
    await account().click();
    await ann.menuitem('Use dark colours').click();
    expect(await ground()).to.not.equal(light);
    await account().click();
    await ann.menuitem('Log out').click();
    await ann.button('Log in').waitFor();
  });

  it('shows the own address to somebody who has no conversation yet', async () => {
    await ann.button('Share my address').click();
    const address = `${new URL(ann.page.url()).origin}/#/${ann.name}`;
    await ann.dialog().getByRole('link', { name: address }).waitFor();
    await ann.dialog().getByRole('img', { name: 'QR code of your address' }).waitFor();
    await ann.isAccessible();
    await ann.button('Close').click();
    await count(ann.dialog(), 0);
    await becomes(ann.focused, 'Share my address');
  });

  it('shows the own address on a phone to somebody who finds nobody by a name', async () => {
    await ann.page.setViewportSize({ width: 375, height: 667 });
    await ann.page.getByRole('searchbox', { name: 'Find people' }).fill('nobodyatall');
    await ann.page.getByText('Nobody by that name.').waitFor();
    await ann.button('Share my address').click();
    await ann.dialog().getByRole('img', { name: 'QR code of your address' }).waitFor();
  });

  it('has the actions of a conversation behind one button', async () => {
    const ben = await site().arrive('ben');
    await ann.open(ben);
    await ann.button('Conversation actions').click();
    await ann.menuitem('Block').click();
    await ann.dialog().getByRole('button', { name: 'Cancel' }).click();
    await becomes(ann.focused, 'Conversation actions');
    await ann.button('Conversation actions').click();
    await ann.menuitem('Pinned messages').click();
    await ann.dialog().getByText('No message is pinned.').waitFor();
    await ben.leave();
  });

  it('inserts an emoji where the caret is', async () => {
    const ben = await site().arrive('ben');
    await ann.open(ben);
    const box = ann.textbox('Message');
    await box.fill('good morning');
    await box.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(4, 5));
    await ann.button('Emoji').click();
    await ann.dialog().getByRole('button', { name: '👍', exact: true }).first().click();
    await becomes(() => box.inputValue(), 'good👍morning');
    await becomes(ann.focused, 'Message');
    await box.press('Control+z');
    await becomes(() => box.inputValue(), 'good morning');
    await ben.leave();
  });
});
