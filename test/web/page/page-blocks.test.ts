/** Blocking a user in the conversation, and unblocking there and in the settings. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: blocking a user', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  eachPair(site, (first, second) => {
    [ann, ben] = [first, second];
  });

  const block = async () => {
    await ann.button('Block').click();
    await ann.button(`Block ${ben.name}`).click();
    await ann.button(`Unblock ${ben.name}`).waitFor();
  };

  it('replaces the message box after a confirmation, and restores it when the block is lifted', async () => {
    await ann.open(ben);
    await ben.open(ann);
    await ann.button('Block').click();
    await ann.dialog().getByText('Neither of you can write to the other').waitFor();
    await ann.button('Cancel').click();
    await count(ann.dialog(), 0);
    await becomes(ann.focused, 'Block');
    await block();
    await count(ann.textbox('Message'), 0);
    await count(ann.button('Block'), 0);
    await ben.say('Are you there?');
    await ben.page.getByText('This person does not receive your messages.').waitFor();
    await ann.button(`Unblock ${ben.name}`).click();
    await ann.textbox('Message').waitFor();
    await ann.button('Block').waitFor();
    await ben.button('Try again').click();
    await ann.message(ben, 'Are you there?').waitFor();
  });

  it('opens the dialog again right after Cancel or Escape, before its close event has fired', async () => {
    await ann.open(ben);
    await ann.button('Block').click();
    for (const how of ['Cancel', 'Escape']) {
      await ann.dialog().evaluate(async (dialog: HTMLDialogElement, name) => {
        const cancel = [...dialog.querySelectorAll('button')].find(({ textContent }) => textContent === name);
        if (cancel) cancel.click();
        else dialog.close(); // A browser does the same on Escape.
        // The page renders between two keys; the dialog's close event may fire after both.
        for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
        (document.activeElement as HTMLElement).click();
      }, how);
      await ann.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 100))));
      await ann.dialog().waitFor();
    }
    await ann.page.keyboard.press('Escape');
    await count(ann.dialog(), 0);
    await becomes(ann.focused, 'Block');
  });

  it('moves the focus to the control that follows a block and an unblock', async () => {
    await ann.open(ben);
    await ann.button('Block').focus();
    await ann.page.keyboard.press('Enter');
    await ann.dialog().waitFor();
    await ann.page.keyboard.press('Enter');
    await ann.button(`Unblock ${ben.name}`).waitFor();
    await becomes(ann.focused, `Unblock ${ben.name}`);
    await ann.page.keyboard.press('Enter');
    await ann.textbox('Message').waitFor();
    await becomes(ann.focused, 'Message');
  });

  it('names the user on the button that lifts the block as everywhere else', async () => {
    const data = { displayName: 'Ben Brook' };
    await ann.open(ben);
    expect((await ben.page.context().request.patch('/api/me', { data })).status()).to.equal(200);
    await ann.page.getByRole('heading', { name: 'Ben Brook' }).waitFor();
    await ann.button('Block').click();
    await ann
      .dialog()
      .getByRole('button', { name: /^Block/ })
      .click();
    await ann.button('Unblock Ben Brook').waitFor();
  });

  it('removes the blocked user from the list on every device at once, and shows them again afterwards', async () => {
    const phone = await site().stranger('phone');
    const other = await site().arrive('ben');
    await phone.page.goto('/login');
    await phone.logIn(ann.name);
    await phone.find(ben);
    await ann.open(ben);
    await block();
    for (const device of [ann, phone]) await count(device.item('People', ben), 0);
    // Ann's search ended when she opened the conversation.
    await phone.page.getByText('Nobody by that name.').waitFor();
    // The server leaves the blocked user out of a new search.
    await phone.page.getByRole('searchbox', { name: 'Find people' }).fill('ben-');
    await phone.item('People', other).waitFor();
    await count(phone.item('People', ben), 0);
    await ann.button(`Unblock ${ben.name}`).click();
    for (const device of [ann, phone]) await device.item('People', ben).getByText('online', { exact: true }).waitFor();
    for (const visitor of [phone, other]) await visitor.leave();
  });

  it('is listed in the settings and can be lifted there', async () => {
    await ann.open(ben);
    await block();
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    const list = ann.page.getByRole('list', { name: 'Blocked people' });
    await list.getByRole('listitem').filter({ hasText: ben.name }).waitFor();
    await ann.isAccessible();
    await ann.button(`Unblock ${ben.name}`).click();
    await ann.section('Blocked people').getByText('You have blocked nobody.').waitFor();
    const status = ann.section('Blocked people').getByRole('status');
    await becomes(() => status.textContent(), `${ben.name} is unblocked.`);
    await becomes(ann.focused, 'Blocked people');
    await ann.page.reload();
    await ann.section('Blocked people').getByText('You have blocked nobody.').waitFor();
  });

  it('asks for confirmation without leaving the conversation on a narrow screen', async () => {
    await ann.page.setViewportSize({ width: 375, height: 667 });
    await ann.open(ben);
    await ann.button('Block').click();
    await ann.isAccessible();
    await ann.page.keyboard.press('Escape');
    await count(ann.dialog(), 0);
    await ann.log(ben).waitFor();
    await becomes(ann.focused, 'Block');
  });
});
