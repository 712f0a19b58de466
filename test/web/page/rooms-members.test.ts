/** Members of rooms in a browser, against a real server: new rooms, the member list, and the lines of the log. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { keptList } from './kept-state.ts';
import { eachPair, openSite } from './page-site.ts';
import { itemOf, logOf, makeRoom } from './room-finders.ts';
import type { Visitor } from './visitor.ts';

describe('page: the members of a room', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;
  eachPair(site, (...pair) => {
    [ann, ben] = pair;
  });

  const pick = async ({ page }: Visitor, field: string, peer: Visitor) => {
    const box = page.getByRole('combobox', { name: field, exact: true });
    await box.fill(peer.name);
    await page.getByRole('option').filter({ hasText: peer.name }).waitFor();
    await box.press('Enter');
    await page.getByRole('listitem').filter({ hasText: peer.name }).getByRole('button').waitFor();
  };
  const openMembers = async (visitor: Visitor, count: string) => {
    await visitor.button(count).waitFor();
    await visitor.button('Conversation actions').click();
    await visitor.menuitem('Members').click();
    await visitor.dialog().getByRole('listitem').first().waitFor();
  };

  it('makes a room with the chosen people, and shows faults at their fields', async () => {
    await ann.button(`Account menu ${ann.name}`).or(ann.page.locator('.account')).first().click();
    await ann.menuitem('New room').click();
    await ann.button('Create room').click();
    await ann.page.getByText('Give the room a title.').waitFor();
    expect(await ann.textbox('Title').getAttribute('aria-invalid')).to.equal('true');
    await ann.textbox('Title').fill('Climbing');
    await pick(ann, 'People', ben);
    await ann.isAccessible();
    await ann.button('Create room').click();
    await logOf(ann, 'Climbing').waitFor();
    await itemOf(ben, 'Climbing').waitFor();
    await ann.button('2 members').waitFor();
  });

  it('refuses a typed name that was not chosen', async () => {
    const fault = 'Choose the person from the list, or empty the field.';
    await ann.button(`Account menu ${ann.name}`).or(ann.page.locator('.account')).first().click();
    await ann.menuitem('New room').click();
    await ann.textbox('Title').fill('Climbing');
    const people = ann.page.getByRole('combobox', { name: 'People', exact: true });
    await people.fill(ben.name);
    await ann.page.getByRole('option').filter({ hasText: ben.name }).waitFor();
    await ann.button('Create room').click();
    await ann.page.getByRole('alert').filter({ hasText: fault }).waitFor();
    expect(await people.getAttribute('aria-invalid')).to.equal('true');
    await people.press('Enter');
    expect(await people.getAttribute('aria-invalid')).to.equal('false');
    await people.fill('nobodyatall');
    await ann.button('Create room').click();
    await ann.page.getByText(fault).waitFor();
    await people.press('Escape');
    await ann.page.getByText(fault).waitFor({ state: 'detached' });
    await ann.button('Create room').click();
    await logOf(ann, 'Climbing').waitFor();
    await ann.button('2 members').waitFor();
    await openMembers(ann, '2 members');
    const added = ann.page.getByRole('combobox', { name: 'Add people', exact: true });
    await added.fill('nobodyatall');
    await ann.button('Add').click();
    await ann.page.getByText(fault).waitFor();
    await added.fill('');
    await ann.button('Add').click();
    await ann.page.getByText('Choose at least one person.').waitFor();
  });

  it('adds members, makes them owners and removes them, and all of them see it at once', async () => {
    const cem = await site().arrive('cem');
    await makeRoom(ann, 'Climbing', [ben]);
    for (const visitor of [ann, ben]) await itemOf(visitor, 'Climbing').click();
    await ben.say('hello');
    await logOf(ann, 'Climbing').getByText('hello').waitFor();
    await openMembers(ann, '2 members');
    await pick(ann, 'Add people', cem);
    await ann.isAccessible();
    await ann.button('Add').click();
    await itemOf(cem, 'Climbing').click();
    await ben.button('3 members').waitFor();
    await logOf(ben, 'Climbing').getByText(`${ann.name} added ${cem.name}.`).waitFor();
    await ann.button(`Make owner: ${cem.name}`).click();
    const rows = ann.dialog().getByRole('listitem');
    await rows.filter({ hasText: cem.name }).getByText('Owner', { exact: true }).waitFor();
    // Owners stand first, each group by name.
    for (const [at, { name }] of [ann, cem, ben].entries()) await rows.nth(at).getByText(name).first().waitFor();
    await ann.button(`Remove ${cem.name}`).click();
    await cem.page.getByRole('heading', { name: 'You are not a member of this room' }).waitFor();
    await itemOf(cem, 'Climbing').waitFor({ state: 'detached' });
    await ben.button('2 members').waitFor();
    await cem.leave();
  });

  it('renames a room and leaves it', async () => {
    await makeRoom(ann, 'Climbing', [ben]);
    for (const visitor of [ann, ben]) await itemOf(visitor, 'Climbing').click();
    await ben.say('hello');
    await openMembers(ann, '2 members');
    await ann.textbox('Title').fill('Bouldering');
    await ann.button('Rename').click();
    await ann.page.getByText('Renamed.').waitFor();
    await itemOf(ben, 'Bouldering').waitFor();
    await logOf(ben, 'Bouldering').getByText(`${ann.name} renamed the room to “Bouldering”.`).waitFor();
    await ann.button('Leave room').click();
    await ann.page.getByText('If no other owner stays').waitFor();
    const cutOff = ann
      .dialog()
      .last()
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    expect(await cutOff).to.equal(0);
    await ann.dialog().last().getByRole('button', { name: 'Leave room', exact: true }).click();
    await ann.page.getByRole('heading', { name: 'You are not a member of this room' }).waitFor();
    await itemOf(ann, 'Bouldering').waitFor({ state: 'detached' });
    await ben.button('1 member').waitFor();
    await openMembers(ben, '1 member');
    await ben.textbox('Title').waitFor();
  });

  it('leads from the name of a member to the conversation with that member', async () => {
    await makeRoom(ann, 'Climbing', [ben]);
    await itemOf(ann, 'Climbing').click();
    await openMembers(ann, '2 members');
    const focused = await ann.page.evaluate(() => document.activeElement?.tagName);
    expect(focused).to.not.equal('INPUT');
    await ann.dialog().getByRole('link', { name: ben.name, exact: true }).click();
    await ann.log(ben).waitFor();
    await ann.dialog().waitFor({ state: 'detached' });
  });

  describe('that the user was removed from while the page was away', () => {
    let room: string;
    beforeEach(async () => {
      await ann.open(ben);
      await ann.say('hello ben');
      room = await makeRoom(ann, 'Climbing', [ben]);
      await itemOf(ann, 'Climbing').click();
      await ann.say('hello all');
      await itemOf(ben, 'hello all').waitFor();
    });
    const remove = async () => {
      const data = { remove: [ben.name] };
      const answer = await ann.page.context().request.patch(`/api/rooms/${room}`, { data });
      expect(answer.status()).to.equal(200);
    };
    const expectGone = async () => {
      await itemOf(ben, 'hello ben').waitFor();
      await itemOf(ben, 'hello all').waitFor({ state: 'detached' });
      await itemOf(ben, 'hello ben').waitFor();
    };

    it('shows its messages again when the user is added again', async () => {
      await remove();
      await ben.page.goto(`/#/room:${room}`);
      await ben.page.reload();
      await ben.page.getByRole('heading', { name: 'not a member' }).waitFor();
      const added = await ann.page.context().request.patch(`/api/rooms/${room}`, { data: { add: [ben.name] } });
      expect(added.status()).to.equal(200);
      await logOf(ben, 'Climbing').getByText('hello all').waitFor();
      expect(await ben.page.evaluate(() => location.hash)).to.equal(`#/room:${room}`);
      await itemOf(ben, 'Climbing').click();
      expect(await ben.page.evaluate(() => location.hash)).to.equal(`#/room:${room}`);
    });

    it('leaves the list after the connection was lost', async () => {
      await ben.page.context().setOffline(true);
      await ben.says(/Connection lost/);
      await remove();
      await ben.page.context().setOffline(false);
      await expectGone();
    });

    it('leaves the list that the browser has kept', async () => {
      await until('the list is kept', async () => (await keptList(ben)).includes('hello all'));
      await ben.page.goto('about:blank');
      await remove();
      await ben.page.goto('/');
      await itemOf(ben, 'hello ben').waitFor();
      await expectGone();
    });
  });
});
