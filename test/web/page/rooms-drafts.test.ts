/** A draft in a room is the same on two devices of one user. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { itemOf, logOf, makeRoom } from './room-finders.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: a draft in a room on two devices', () => {
  const site = openSite();
  let desk: Visitor;
  let phone: Visitor;
  let ben: Visitor;
  let id: string;
  eachPair(site, async (ann, other) => {
    [desk, ben] = [ann, other];
    id = await makeRoom(ben, 'Climbing', [desk]);
    await itemOf(desk, 'Climbing').click();
    await logOf(desk, 'Climbing').waitFor();
    await desk.say('hello');
    await itemOf(ben, 'Climbing').filter({ hasText: 'hello' }).waitFor();
    phone = await site().stranger('ann');
    await phone.page.goto('/login');
    await phone.logIn(desk.name);
    await itemOf(phone, 'Climbing').waitFor();
  });
  afterEach(() => phone.leave());

  const box = (visitor: Visitor) => visitor.textbox('Message');
  const textOf = (visitor: Visitor) => () => box(visitor).inputValue();
  const draftIn = (visitor: Visitor, text: string) =>
    itemOf(visitor, 'Climbing').getByText(`Draft: ${text}`, { exact: true });
  const conflict = (visitor: Visitor) =>
    visitor.page.getByRole('group', { name: 'Another device has changed this draft:' });
  /** Waits until the server has these drafts. */
  const becomesStored = (wanted: string[]) =>
    becomes(async () => {
      const answer = await phone.page.context().request.get('/api/drafts?rooms=true');
      const { drafts } = (await answer.json()) as { drafts: { text: string }[] };
      return drafts.map(({ text }) => text);
    }, wanted);
  const first = (visitor: Visitor) => visitor.list('Conversations').getByRole('listitem').first();

  it('leads the list and is in the composer of the other device, and ends everywhere when it is sent', async () => {
    await phone.open(ben);
    await phone.say('newer');
    await first(phone).filter({ hasText: ben.name }).waitFor();
    await box(desk).fill('who comes');
    await draftIn(phone, 'who comes').waitFor();
    await first(phone).filter({ hasText: 'Climbing' }).waitFor();
    await itemOf(phone, 'Climbing').click();
    await becomes(textOf(phone), 'who comes');
    await box(phone).fill('who comes along?');
    await becomes(textOf(desk), 'who comes along?');
    await box(desk).press('Enter');
    await logOf(phone, 'Climbing').getByRole('article').filter({ hasText: 'who comes along?' }).waitFor();
    await becomes(textOf(phone), '');
    await becomesStored([]);
    for (const visitor of [desk, phone]) await count(conflict(visitor), 0);
  });

  it('shows both texts after a change of both, and stores the one that the user keeps', async () => {
    await box(desk).fill('from the start');
    await draftIn(phone, 'from the start').waitFor();
    await itemOf(phone, 'Climbing').click();
    await becomes(textOf(phone), 'from the start');
    await desk.page.context().setOffline(true);
    await desk
      .status()
      .filter({ hasText: /connection/i })
      .waitFor();
    await box(desk).fill('of the desk');
    await box(phone).fill('of the phone');
    await becomesStored(['of the phone']);
    await desk.page.context().setOffline(false);
    await conflict(desk).getByText('of the phone').waitFor();
    expect(await textOf(desk)()).to.equal('of the desk');
    await desk.button('Keep mine').click();
    await becomes(textOf(phone), 'of the desk');
    await becomesStored(['of the desk']);
  });

  it('is gone on both devices once the user is removed from the room', async () => {
    await box(desk).fill('not any more');
    await draftIn(phone, 'not any more').waitFor();
    const remove = { data: { remove: [desk.name] } };
    await ben.page.context().request.patch(`/api/rooms/${id}`, remove);
    for (const visitor of [desk, phone]) await itemOf(visitor, 'Climbing').waitFor({ state: 'detached' });
    for (const { page } of [desk, phone]) {
      await becomes(() => page.evaluate(() => JSON.stringify(localStorage).includes('not any more')), false);
    }
    await becomesStored([]);
  });
});
