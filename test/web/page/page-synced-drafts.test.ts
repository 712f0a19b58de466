/** Drafts are the same on two devices of one user. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: a draft on two devices', () => {
  const site = openSite({}, { worker: true });
  let desk: Visitor;
  let phone: Visitor;
  let ben: Visitor;
  eachPair(site, async (ann, other) => {
    [desk, ben] = [ann, other];
    await desk.open(ben);
    await desk.say('hello');
    await desk.marked(ben, 'hello', 'Sent');
    phone = await site().stranger('ann');
    await phone.page.goto('/login');
    await phone.logIn(desk.name);
    await phone.item('Conversations', ben).waitFor();
  });
  afterEach(() => phone.leave());

  const box = (visitor: Visitor) => visitor.textbox('Message');
  const textOf = (visitor: Visitor) => () => box(visitor).inputValue();
  const draftIn = (visitor: Visitor, text: string) =>
    visitor.item('Conversations', ben).getByText(`Draft: ${text}`, { exact: true });
  const conflict = (visitor: Visitor) =>
    visitor.page.getByRole('group', { name: 'Another device has changed this draft:' });
  /** Waits until the server has these drafts. */
  const becomesStored = (wanted: string[]) =>
    becomes(async () => {
      const answer = await phone.page.context().request.get('/api/drafts');
      const { drafts } = (await answer.json()) as { drafts: { text: string }[] };
      return drafts.map(({ text }) => text);
    }, wanted);

  it('shows in the list and in the open composer of the other device, and goes everywhere when it is sent', async () => {
    await box(desk).fill('half a line');
    await draftIn(phone, 'half a line').waitFor();
    await phone.item('Conversations', ben).click();
    await becomes(textOf(phone), 'half a line');
    await box(phone).fill('half a line, and more');
    await becomes(textOf(desk), 'half a line, and more');
    await box(desk).press('Enter');
    await desk.marked(ben, 'half a line, and more', 'Sent');
    await becomes(textOf(phone), '');
    await becomesStored([]);
    await count(conflict(desk), 0);
    await count(conflict(phone), 0);
  });

  it('is saved when its conversation is left, and leads the list on every device', async () => {
    const cid = await site().arrive('cid');
    await desk.open(cid);
    await desk.say('newer');
    await desk.marked(cid, 'newer', 'Sent');
    const first = (visitor: Visitor) => visitor.list('Conversations').getByRole('listitem').first();
    await first(phone).filter({ hasText: cid.name }).waitFor();
    await desk.item('Conversations', ben).click();
    await desk.log(ben).waitFor();
    await box(desk).fill('later');
    await first(desk).filter({ hasText: cid.name }).waitFor();
    await desk.item('Conversations', cid).click();
    await desk.log(cid).waitFor();
    await first(desk).filter({ hasText: ben.name }).waitFor();
    await first(phone).filter({ hasText: ben.name }).waitFor();
    await draftIn(phone, 'later').waitFor();
    await cid.leave();
  });

  for (const [choice, wanted] of [
    ['Use this text', 'of the phone'],
    ['Keep mine', 'of the desk'],
  ] as const) {
    it(`shows both texts after a change of both, and stores one of them: ${choice}`, async () => {
      await box(desk).fill('from the start');
      await draftIn(phone, 'from the start').waitFor();
      await phone.item('Conversations', ben).click();
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
      await desk.isAccessible();
      await desk.button(choice).click();
      await becomes(textOf(desk), wanted);
      await becomes(textOf(phone), wanted);
      await becomesStored([wanted]);
      await count(conflict(desk), 0);
    });
  }

  it('shows both texts when the server refuses to overwrite one that the page has not heard of', async () => {
    await desk.page.routeWebSocket(/socket\.io/, (page) => {
      const server = page.connectToServer();
      page.onMessage((frame) => server.send(frame));
      server.onMessage((frame) => {
        if (!`${frame}`.startsWith('42["draft"')) page.send(frame);
      });
    });
    await desk.page.reload();
    // By then, the page has fetched the drafts.
    await box(desk).fill('from the start');
    await becomesStored(['from the start']);
    await phone.item('Conversations', ben).click();
    await becomes(textOf(phone), 'from the start');
    await box(phone).fill('of the phone');
    await becomesStored(['of the phone']);
    await box(desk).fill('of the desk');
    await conflict(desk).getByText('of the phone').waitFor();
    await desk.button('Keep mine').click();
    await becomesStored(['of the desk']);
  });

  it('is kept without a connection, and saved after a reload', async () => {
    await desk.page.context().setOffline(true);
    await desk
      .status()
      .filter({ hasText: /connection/i })
      .waitFor();
    await box(desk).fill('on the train');
    await desk.page.context().setOffline(false);
    await desk.page.reload();
    await draftIn(phone, 'on the train').waitFor();
    await becomes(textOf(desk), 'on the train');
  });
});
