/** The archive of conversations in a browser, against a real server. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { makeRoom } from './room-finders.ts';
import { count, password, type Visitor } from './visitor.ts';

describe('page: the archive', () => {
  const site = openSite({}, { worker: true });

  const command = async (visitor: Visitor, name: string) => {
    await visitor.button('Conversation actions').click();
    await visitor.menuitem(name).click();
  };
  const row = ({ page }: Visitor, count: number) =>
    page.getByRole('button', { name: `Archived (${count})`, exact: true });
  const archived = ({ page }: Visitor, of: Visitor) =>
    page.getByRole('list', { name: 'Archived conversations' }).getByRole('listitem').filter({ hasText: of.name });
  /** Another device of the user. */
  const again = async (visitor: Visitor) => {
    const device = await site().stranger('again');
    await device.page.goto('/login');
    await device.logIn(visitor.name, password);
    await device.button('Log out').waitFor();
    return device;
  };

  it('tells of the move at the foot of the lists, wherever they are scrolled, and moves them nowhere', async () => {
    const [ann, ben] = await site().pair({ viewport: { width: 1_000, height: 420 } });
    await ann.open(ben);
    await ann.say('one');
    await ann.marked(ben, 'one', 'Sent');
    for (let room = 1; room <= 12; room += 1) await makeRoom(ann, `Room ${room}`, []);
    await count(ann.list('Conversations').getByRole('listitem'), 13);
    const lists = ann.page.locator('#lists');
    const top = () => lists.evaluate(({ scrollTop }) => scrollTop);
    await lists.evaluate((list) => list.scrollTo({ top: 200 }));
    const before = await top();
    await command(ann, 'Archive');
    const undo = ann.button('Undo');
    await undo.click({ trial: true });
    expect(Math.abs((await top()) - before)).to.be.below(100);
    await undo.click();
    await ann.item('Conversations', ben).waitFor();
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('keeps archived conversations below the list, on every device, until a message comes', async () => {
    const [ann, ben] = await site().pair();
    const phone = await again(ann);
    await ben.open(ann);
    await ben.say('one');
    await ann.item('Conversations', ben).click();
    await ann.message(ben, 'one').waitFor();
    await phone.item('Conversations', ben).waitFor();
    await command(ann, 'Archive');
    await ann.page.getByText('Conversation archived').waitFor();
    await ann.item('Conversations', ben).waitFor({ state: 'detached' });
    await ann.log(ben).waitFor({ state: 'detached' });
    await row(phone, 1).waitFor();
    await phone.item('Conversations', ben).waitFor({ state: 'detached' });
    await row(ann, 1).click();
    await archived(ann, ben).waitFor();
    expect(await row(ann, 1).getAttribute('aria-expanded')).to.equal('true');
    await ann.isAccessible();
    const people = ann.page.getByRole('searchbox', { name: 'Find people', exact: true });
    await people.fill('nobody of this name');
    await archived(ann, ben).waitFor({ state: 'detached' });
    await people.fill(ben.name);
    await archived(ann, ben).waitFor();
    await people.fill('');
    await ann.page.reload();
    await row(ann, 1).waitFor();
    await ann.list('Conversations').waitFor({ state: 'attached' });
    expect(await ann.item('Conversations', ben).count()).to.equal(0);
    await ben.say('two');
    await ann.item('Conversations', ben).waitFor();
    await row(ann, 1).waitFor({ state: 'detached' });
    await phone.item('Conversations', ben).waitFor();
    for (const visitor of [ann, ben, phone]) await visitor.leave();
  });

  it('undoes a move, and takes a conversation out by its menu', async () => {
    const [ann, ben] = await site().pair();
    await ann.open(ben);
    await ann.say('one');
    await ann.item('Conversations', ben).waitFor();
    await command(ann, 'Archive');
    await ann.button('Undo').click();
    await ann.item('Conversations', ben).waitFor();
    await ann.button('Undo').waitFor({ state: 'detached' });
    await row(ann, 1).waitFor({ state: 'detached' });
    await ann.item('Conversations', ben).click();
    await command(ann, 'Archive');
    await row(ann, 1).click();
    await archived(ann, ben).getByRole('link').click();
    await command(ann, 'Unarchive');
    await ann.page.getByText('Taken out of the archive').waitFor();
    await ann.item('Conversations', ben).waitFor();
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('says without a connection that the server cannot be reached, and leaves the conversation where it is', async () => {
    const [ann, ben] = await site().pair();
    await ann.open(ben);
    await ann.say('one');
    await ann.item('Conversations', ben).waitFor();
    await ann.button('Conversation actions').click();
    await ann.menuitem('Archive').waitFor();
    await ann.page.context().setOffline(true);
    await ann.menuitem('Archive').click();
    await ann.page.getByText('The server cannot be reached').waitFor();
    await ann.item('Conversations', ben).waitFor();
    await ann.log(ben).waitFor();
    expect(await row(ann, 1).count()).to.equal(0);
    for (const visitor of [ann, ben]) await visitor.leave();
  });
});
