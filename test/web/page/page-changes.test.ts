/** Changes of messages, on the pages of both users. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: changes of messages', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ permissions: ['clipboard-read', 'clipboard-write'] });
    await ann.open(ben);
    await ben.open(ann);
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  it('offers for each message only the commands that apply to it', async () => {
    await ann.say('mine');
    await ann.marked(ben, 'mine', 'Read');
    const commands = async (visitor: Visitor, peer: Visitor) => {
      await visitor.openMenu(peer, 'mine');
      const names = await visitor.page.getByRole('menuitem').locator('css=:scope').allInnerTexts();
      await visitor.page.keyboard.press('Escape');
      await count(visitor.page.getByRole('menu'), 0);
      return names.map((name) => name.split('\n')[0]);
    };
    expect(await commands(ann, ben)).to.have.members([
      ...['Reply', 'React', 'Edit', 'Delete', 'Copy text', 'Pin', 'Message info'],
    ]);
    expect(await commands(ben, ann)).to.have.members(['Reply', 'React', 'Copy text', 'Pin', 'Mark as unread']);
  });

  it('edits a message in the composer, keeps the draft, and shows the versions to both', async () => {
    await ann.say('Meet at nine');
    await ann.marked(ben, 'Meet at nine', 'Read');
    await ann.textbox('Message').fill('a draft');
    await ann.choose(ben, 'Meet at nine', 'Edit');
    await becomes(() => ann.textbox('Edit message').inputValue(), 'Meet at nine');
    await becomes(() => ann.focused(), 'Edit message');
    await count(ann.textbox('Message'), 0);
    await ann.textbox('Edit message').fill('  ');
    await ann.button('Save').click();
    await ann.alert().getByText('cannot be empty').waitFor();
    await ann.textbox('Edit message').fill('Meet at ten');
    await ann.button('Save').click();
    await becomes(() => ann.textbox('Message').inputValue(), 'a draft');
    await becomes(() => ann.focused(), 'Message');
    for (const [reader, peer] of [[ann, ben] as const, [ben, ann] as const]) {
      await reader.message(peer, 'Meet at ten').getByRole('button', { name: 'Edited' }).click();
      await reader.dialog().getByText('Meet at nine').waitFor();
      const versions = await reader.dialog().getByRole('listitem').locator('[dir]').allTextContents();
      expect(versions).to.deep.equal(['Meet at ten', 'Meet at nine']);
      await reader.button('Close').click();
      await count(reader.dialog(), 0);
    }
  });

  it('leaves an edit by Cancel, by Escape, and by an unchanged text, without a change', async () => {
    await ann.say('as it is');
    await ann.marked(ben, 'as it is', 'Read');
    for (const leave of [() => ann.button('Cancel').click(), () => ann.textbox('Edit message').press('Escape')]) {
      await ann.choose(ben, 'as it is', 'Edit');
      await ann.textbox('Edit message').fill('something else');
      await leave();
      await ann.textbox('Message').waitFor();
    }
    await ann.textbox('Message').press('ArrowUp');
    await ann.textbox('Edit message').press('Enter');
    await ann.textbox('Message').waitFor();
    await count(ann.button('Edited'), 0);
    await ann.reads(ben, ['as it is']);
  });

  it('keeps an edit and a reply that are being written across a reload, and forgets them at a log-out', async () => {
    await ann.say('first');
    await ann.marked(ben, 'first', 'Sent');
    await ann.choose(ben, 'first', 'Reply');
    await ann.textbox('Message').fill('an answer');
    await ann.choose(ben, 'first', 'Edit');
    await ann.textbox('Edit message').fill('first and more');
    await ann.page.reload();
    await becomes(() => ann.textbox('Edit message').inputValue(), 'first and more');
    await ann.textbox('Edit message').press('Enter');
    await ann.reads(ben, ['first and more']);
    await ann.button('Cancel reply').waitFor();
    await ann.textbox('Message').press('Enter');
    await ann.message(ben, 'an answer').getByRole('link', { name: 'first and more' }).waitFor();
    await ann.choose(ben, 'an answer', 'Edit');
    await ann.textbox('Edit message').fill('private');
    await ann.page.reload();
    await ann.textbox('Edit message').waitFor();
    await ann.logOut();
    expect(await ann.page.evaluate(() => JSON.stringify(sessionStorage))).to.not.contain('private');
    await ann.logIn();
    await ann.button('Log out').waitFor();
  });

  it('deletes an own message after a question, and takes it back on Undo', async () => {
    await ann.say('oops');
    await ann.say('a later one');
    await ann.marked(ben, 'a later one', 'Read');
    await ann.choose(ben, 'oops', 'Delete');
    await ann.dialog().getByRole('button', { name: 'Cancel' }).click();
    await count(ann.dialog(), 0);
    const remove = async () => {
      await ann.choose(ben, 'oops', 'Delete');
      await ann.dialog().getByRole('button', { name: 'Delete' }).click();
      await ann.log(ben).getByRole('article').getByText('Message deleted').waitFor();
    };
    await remove();
    await ann.button('Undo').press('Enter');
    const isFocused = (element: Element) => element === document.activeElement;
    await becomes(() => ann.message(ben, 'oops').evaluate(isFocused), true);
    await count(ann.button('Undo'), 0);
    await remove();
    await ben.log(ann).getByRole('article').getByText('Message deleted').waitFor();
    await count(ben.message(ann, 'oops'), 0);
    await count(ann.button('Undo'), 0);
    await count(ann.button('Message actions'), 1);
  });

  it('waits with a deletion while "Undo" has the focus', async () => {
    await ann.say('oops');
    await ann.marked(ben, 'oops', 'Sent');
    await ann.choose(ben, 'oops', 'Delete');
    await ann.dialog().getByRole('button', { name: 'Delete' }).click();
    await ann.button('Undo').focus();
    // It is sent after 5 s.
    await ann.page.waitForTimeout(7_000);
    await becomes(() => ann.focused(), 'Undo');
    await ann.reads(ben, ['Message deleted']);
    await ben.open(ann);
    await ben.reads(ann, ['oops']);
    await ann.textbox('Message').focus();
    await count(ann.button('Undo'), 0);
    await ben.log(ann).getByRole('article').getByText('Message deleted').waitFor();
  });

  it('shows above the composer that the answered message was deleted meanwhile', async () => {
    await ben.open(ann);
    await ben.say('Which day?');
    await ann.choose(ben, 'Which day?', 'Reply');
    const top = ann.page.locator('.composer-top');
    await top.getByText('Which day?').waitFor();
    await ben.choose(ann, 'Which day?', 'Delete');
    await ben.dialog().getByRole('button', { name: 'Delete' }).click();
    await top.getByText('Message deleted').waitFor();
    await count(top.getByText('Which day?'), 0);
  });

  it('says during an edit that another device has deleted the message', async () => {
    await ann.say('Monday');
    await ann.marked(ben, 'Monday', 'Sent');
    await ann.choose(ben, 'Monday', 'Edit');
    await ann.textbox('Edit message').fill('Tuesday');
    await ann.page.context().request.delete(`/api/conversations/${ben.name}/messages/1`);
    await ann.alert().getByText('This message has been deleted.').waitFor();
    expect(await ann.textbox('Edit message').inputValue()).to.equal('Tuesday');
    await ann.button('Cancel').click();
    await ann.reads(ben, ['Message deleted']);
  });

  it('answers a message with a quote that leads to it', async () => {
    await ben.say('Which day?');
    await ann.message(ben, 'Which day?').waitFor();
    for (let line = 0; line < 30; line += 1) await ann.say(`line ${line}`);
    await ann.marked(ben, 'line 29', 'Sent');
    await ann.choose(ben, 'Which day?', 'Reply');
    await becomes(() => ann.focused(), 'Message');
    await ann.textbox('Message').press('Escape');
    await count(ann.button('Cancel reply'), 0);
    await ann.choose(ben, 'Which day?', 'Reply');
    await ann.button('Cancel reply').waitFor();
    await ann.say('Thursday');
    await count(ann.button('Cancel reply'), 0);
    await ben.message(ann, 'Thursday').getByRole('link').getByText('Which day?').waitFor();
    const quote = ann.message(ben, 'Thursday').getByRole('link', { name: 'Which day?' });
    await quote.click();
    const original = ann.message(ben, 'Which day?').first();
    await becomes(() => original.evaluate((article) => document.activeElement === article), true);
    const isInSight = () =>
      original.evaluate((article) => {
        const [{ top, bottom }, log] = [article.getBoundingClientRect(), article.parentElement];
        return top >= (log?.getBoundingClientRect().top ?? 0) && bottom < (log?.getBoundingClientRect().bottom ?? 0);
      });
    expect(await isInSight()).to.equal(true);
    await ann.button('Latest ↓').click();
    await quote.waitFor();
    await becomes(isInSight, false);
  });

  it('reacts by the bar, by the menu and by a click on a reaction, and takes it back', async () => {
    await ann.say('cake?');
    await ben.message(ann, 'cake?').hover();
    await ben.message(ann, 'cake?').getByRole('button', { name: 'React with 👍' }).click();
    await ben.reaction(ann, 'cake?', '👍, 1').waitFor();
    await ann.choose(ben, 'cake?', 'React');
    await ann.dialog().getByRole('button', { name: 'React with 😮' }).click();
    await count(ann.dialog(), 0);
    await ann.reaction(ben, 'cake?', '👍, 1').click();
    for (const [reader, peer] of [[ann, ben] as const, [ben, ann] as const]) {
      await reader.reaction(peer, 'cake?', '😮, 1').waitFor();
      const both = reader.reaction(peer, 'cake?', '👍, 2');
      await both.waitFor();
      expect(await both.getAttribute('aria-pressed')).to.equal('true');
      expect((await both.getAttribute('title'))?.split(', ')).to.have.members(['You', peer.name]);
    }
    expect(await ben.reaction(ann, 'cake?', '😮, 1').getAttribute('aria-pressed')).to.equal('false');
    await ben.reaction(ann, 'cake?', '👍, 2').click();
    await ann.reaction(ben, 'cake?', '👍, 1').waitFor();
  });

  it('reacts with any emoji of the picker, and returns the focus', async () => {
    await ann.say('launched');
    await ann.marked(ben, 'launched', 'Read');
    await ann.choose(ben, 'launched', 'React');
    await ann.button('All emoji').click();
    await ann.page.getByRole('searchbox', { name: 'Search emoji' }).fill('rocket');
    await ann
      .dialog()
      .getByText(/\d emoji found/)
      .waitFor();
    await ann.page.keyboard.press('Enter');
    await count(ann.dialog(), 0);
    await ben.reaction(ann, 'launched', '🚀, 1').waitFor();
    await becomes(() => ann.focused(), 'Message');
  });

  it('pins a message for both, and leads to it from the pinned messages', async () => {
    await ann.say('the address');
    await ann.marked(ben, 'the address', 'Read');
    await ann.choose(ben, 'the address', 'Pin');
    await ben.message(ann, 'the address').getByText('Pinned', { exact: true }).waitFor({ state: 'attached' });
    await ben.button('Pinned messages').click();
    await ben.dialog().getByRole('listitem').getByRole('button').click();
    await count(ben.dialog(), 0);
    const article = ben.message(ann, 'the address');
    await becomes(() => article.evaluate((element) => document.activeElement === element), true);
    await ben.choose(ann, 'the address', 'Unpin');
    await count(ann.message(ben, 'the address').getByText('Pinned', { exact: true }), 0);
    await ben.button('Pinned messages').click();
    await ben.dialog().getByText('No message is pinned').waitFor();
    await ben.button('Close').click();
  });

  it('tells when an own message was sent, delivered and read', async () => {
    await ben.page.goBack();
    await count(ben.log(ann), 0);
    await ann.say('seen?');
    await ann.marked(ben, 'seen?', 'Delivered');
    const steps = () => ann.dialog().getByRole('listitem').allTextContents();
    await ann.choose(ben, 'seen?', 'Message info');
    await ann.dialog().getByRole('listitem').first().waitFor();
    const [sent, delivered, read] = await steps();
    expect(sent).to.match(/^Sent.*\d/);
    expect(delivered).to.match(/^Delivered.*\d/);
    expect(read).to.equal('ReadNot yet');
    await ann.button('Close').click();
    await ben.open(ann);
    await ann.marked(ben, 'seen?', 'Read');
    await ann.choose(ben, 'seen?', 'Message info');
    await ann.dialog().getByRole('listitem').first().waitFor();
    expect((await steps())[2]).to.match(/^Read.*\d/);
    await ann.button('Close').click();
  });

  it('copies the text as it was typed', async () => {
    await ben.say('**bold** and plain');
    await ann.choose(ben, 'and plain', 'Copy text');
    await ann.page.getByText('Text copied').waitFor();
    expect(await ann.page.evaluate(() => navigator.clipboard.readText())).to.equal('**bold** and plain');
  });

  it('leaves a user who has blocked the peer only Delete, Copy text and Message info', async () => {
    await ann.say('mine');
    await ben.say('yours');
    await ann.message(ben, 'yours').waitFor();
    await ann.button('Block').click();
    await ann.button(`Block ${ben.name}`).click();
    await ann.button(`Unblock ${ben.name}`).waitFor();
    const commands = () =>
      ann.page
        .getByRole('menuitem')
        .evaluateAll((all) => all.map((one) => one.lastChild?.previousSibling?.textContent));
    await ann.openMenu(ben, 'mine');
    expect(await commands()).to.deep.equal(['Copy text', 'Message info', 'Delete']);
    await ann.page.keyboard.press('Escape');
    await ann.openMenu(ben, 'yours');
    expect(await commands()).to.deep.equal(['Copy text']);
    await ann.page.keyboard.press('Escape');
    await ann.choose(ben, 'mine', 'Delete');
    await ann.dialog().getByRole('button', { name: 'Delete' }).click();
    await ben.log(ann).getByText('Message deleted').waitFor();
  });
});
