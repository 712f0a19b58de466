/** Back closes the topmost layer over a view: a menu, a popover or a dialog. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { sendFiles, smallPhoto } from './sent-by-page.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe('page: Back over a menu or a dialog', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair(phone);
    await ann.sends(ben, 'line', 40);
    await ann.page.goto('/');
    await ann.item('Conversations', ben).tap();
    await ann.message(ben, 'line 40.').waitFor();
    await ann.hasLogTools();
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const { menu, dialog, back, address } = {
    menu: () => ann.page.getByRole('menu'),
    dialog: (name: string) => ann.page.getByRole('dialog', { name, exact: true }),
    back: () => ann.page.goBack(),
    address: () => ann.page.evaluate(() => location.pathname + location.hash),
  };
  const inConversation = async () => {
    expect(await ann.log(ben).isVisible()).to.equal(true);
    expect(await address()).to.equal(`/#/${ben.name}`);
  };
  /** One press of Back must lead to the lists. */
  const leavesByOneBack = async () => {
    await back();
    await ann.item('Conversations', ben).waitFor();
    await count(ann.log(ben), 0);
    expect(await address()).to.equal('/');
  };
  const headerCommand = async (name: string) => {
    await ann.button('Conversation actions').tap();
    await ann.menuitem(name).tap();
  };

  it('closes the menu of a message, and leaves the conversation, the draft and the place as they were', async () => {
    await ann.textbox('Message').fill('half a line');
    const log = ann.log(ben);
    await log.evaluate((box) => box.scrollTo({ top: 300 }));
    const message = log.getByRole('article').filter({ hasText: 'line 20.' });
    await message.getByRole('button', { name: 'Message actions' }).tap();
    await menu().waitFor();
    const place = await log.evaluate((box) => box.scrollTop);
    await back();
    await count(menu(), 0);
    await inConversation();
    expect(await log.evaluate((box) => box.scrollTop)).to.equal(place);
    expect(await ann.textbox('Message').inputValue()).to.equal('half a line');
    await leavesByOneBack();
  });

  it('closes the panel of reactions, and the emoji picker that the panel led to', async () => {
    await ann.choose(ben, 'line 40.', 'React');
    await dialog('React').waitFor();
    await back();
    await count(ann.dialog(), 0);
    await inConversation();
    await ann.choose(ben, 'line 40.', 'React');
    await ann.button('All emoji').tap();
    await dialog('Choose an emoji').waitFor();
    await back();
    await count(ann.dialog(), 0);
    await inConversation();
    await leavesByOneBack();
  });

  it('closes a dialog over the viewer of images over the files, one after the other', async () => {
    await sendFiles(ben, ann, [await smallPhoto(1)], 'a photo');
    await ann.message(ben, 'a photo').waitFor();
    await headerCommand('Files');
    await dialog('Files').getByRole('img', { name: 'photo 1.png', exact: true }).tap();
    await dialog('photo 1.png').waitFor();
    await back();
    await count(dialog('photo 1.png'), 0);
    expect(await dialog('Files').isVisible()).to.equal(true);
    await back();
    await count(ann.dialog(), 0);
    await inConversation();
    await leavesByOneBack();
  });

  it('closes the dialog that asks before a deletion, and deletes nothing', async () => {
    await ann.choose(ben, 'line 40.', 'Delete');
    await ann.dialog().waitFor();
    await back();
    await count(ann.dialog(), 0);
    await inConversation();
    await ann.message(ben, 'line 40.').getByText('line 40.').waitFor();
    await leavesByOneBack();
  });

  it('leaves the conversation at the first press when the layers were closed by other means', async () => {
    await ann.openMenu(ben, 'line 40.');
    await ann.page.keyboard.press('Escape');
    await count(menu(), 0);
    await ann.choose(ben, 'line 40.', 'Message info');
    await ann.dialog().waitFor();
    await ann.page.keyboard.press('Escape');
    await count(ann.dialog(), 0);
    await headerCommand('Files');
    await dialog('Files').getByRole('button', { name: 'Close', exact: true }).tap();
    await count(ann.dialog(), 0);
    await leavesByOneBack();
  });

  it('leaves by the button for it, and returns by Forward', async () => {
    await ann.openMenu(ben, 'line 40.');
    await ann.page.keyboard.press('Escape');
    await ann.button('Back to conversations').tap();
    await ann.item('Conversations', ben).waitFor();
    await ann.page.goForward();
    await ann.log(ben).waitFor();
    await leavesByOneBack();
  });

  it('leaves by one press after a reload with an open menu', async () => {
    await ann.openMenu(ben, 'line 40.');
    await ann.page.reload();
    await ann.message(ben, 'line 40.').waitFor();
    await ann.hasLogTools();
    await leavesByOneBack();
  });

  it('returns from a view that a command of a menu opened, and then leads on', async () => {
    await ann.page.reload();
    await ann.log(ben).waitFor();
    await ann.page.goto(`/#/${ann.name}`);
    await ann.page.goto(`/#/${ben.name}`);
    await ann.message(ben, 'line 40.').waitFor();
    await ann.hasLogTools();
    // On a narrow screen, the search leads to the lists, and Back returns from there into the conversation.
    await headerCommand('Search in this conversation');
    await becomes(ann.focused, 'Search messages');
    expect(await address()).to.equal('/');
    await ann.page.getByRole('searchbox', { name: 'Search messages' }).fill('line 7');
    await ann.page.getByRole('link', { name: /line 7\./ }).tap();
    await ann.message(ben, 'line 7.').waitFor();
    await back();
    await count(ann.log(ben), 0);
    expect(await address()).to.equal('/');
    await back();
    await ann.message(ben, 'line 40.').waitFor();
    expect(await address()).to.equal(`/#/${ben.name}`);
    await back();
    await becomes(address, `/#/${ann.name}`);
    await count(ann.log(ben), 0);
  });

  it('opens settings by the menu of the account, and returns from them', async () => {
    await leavesByOneBack();
    const account = ann.page.getByRole('button', { name: /Account menu|Your account/ });
    await account.tap();
    await menu().waitFor();
    await back();
    await count(menu(), 0);
    await account.tap();
    await menu().getByRole('menuitem').filter({ hasText: 'Settings' }).tap();
    await ann.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    await back();
    await account.waitFor();
    expect(await address()).to.equal('/');
    await account.tap();
    await menu().waitFor();
    await back();
    await count(menu(), 0);
    expect(await address()).to.equal('/');
  });
});
