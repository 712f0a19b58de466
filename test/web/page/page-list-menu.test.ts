/** The menu of a conversation in the list: by mouse, keyboard and finger. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const phone = { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true };

describe('page: the menu of a conversation in the list', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  async function begin(options = {}): Promise<void> {
    [ann, ben] = await site().pair(options);
    await ben.open(ann);
    await ben.say('one');
    await item().getByText('one').waitFor();
    // Its code comes with the search of messages.
    await ann.page.getByRole('searchbox', { name: 'Search messages' }).waitFor();
  }
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const item = () => ann.item('Conversations', ben);
  const link = () => item().getByRole('link');
  const menu = () => ann.page.getByRole('menu', { name: 'Conversation actions', exact: true });
  const choose = async (command: string) => {
    await link().click({ button: 'right' });
    await ann.menuitem(command).click();
    await count(menu(), 0);
  };
  const hasFocus = () => link().evaluate((of) => of === document.activeElement);

  it('marks a conversation as read that is not open, and as unread again', async () => {
    await begin();
    await item().locator('.badge').waitFor();
    await choose('Mark as read');
    await count(item().locator('.badge'), 0);
    await ben.marked(ann, 'one', 'Read');
    expect(await hasFocus()).to.equal(true);
    await choose('Mark as unread');
    await item().locator('.badge').waitFor();
    await count(ann.log(ben), 0);
  });

  it('mutes and archives it, and leaves the open conversation open', async () => {
    await begin();
    const cid = await site().arrive('cid');
    await cid.open(ann);
    await cid.say('two');
    await ann.item('Conversations', cid).click();
    await ann.reads(cid, ['two']);
    await choose('Mute');
    await item().getByText('muted').waitFor({ state: 'attached' });
    await choose('Archive');
    await count(item(), 0);
    await ann.page.getByText('Conversation archived').waitFor();
    await ann.reads(cid, ['two']);
    expect(await ann.page.evaluate(() => document.activeElement === document.body)).to.equal(false);
    await cid.leave();
  });

  it('opens and closes by keyboard, is accessible, and gives the focus back', async () => {
    await begin();
    await link().focus();
    await ann.page.keyboard.press('ContextMenu');
    await menu().waitFor();
    await ann.isAccessible();
    await ann.page.keyboard.press('Escape');
    await count(menu(), 0);
    expect(await hasFocus()).to.equal(true);
    await ann.page.keyboard.press('Enter');
    await ann.reads(ben, ['one']);
  });

  it('says that a command has failed', async () => {
    await begin();
    await ann.page.context().setOffline(true);
    await ann.says(/Connection lost/);
    await choose('Mute');
    await ann.page.getByText('This could not be changed. Try again.').waitFor();
    await count(item().locator('.muted-mark'), 0);
  });

  it('opens by a long press, which opens no conversation', async () => {
    await begin(phone);
    const finger = await ann.page.context().newCDPSession(ann.page);
    const { x = 0, y = 0, width = 0, height = 0 } = (await link().boundingBox()) ?? {};
    const touchPoints = [{ x: x + width / 2, y: y + height / 2 }];
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
    await menu().waitFor();
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await becomes(() => ann.page.evaluate(() => location.hash), '');
    await ann.menuitem('Mark as read').tap();
    await count(item().locator('.badge'), 0);
    await count(ann.log(ben), 0);
    await link().tap();
    await ann.reads(ben, ['one']);
  });
});
