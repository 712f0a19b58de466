/** A conversation between two users, each in a browser context of their own. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { eachPair, openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: a conversation', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  eachPair(site, (first, second) => {
    [ann, ben] = [first, second];
  });

  it('delivers messages in both directions, and shows the delivery state of each', async () => {
    await ann.open(ben);
    await ann.say('Hello Ben');
    await ann.marked(ben, 'Hello Ben', 'Delivered');
    await ben.item('Conversations', ann).getByText('1 unread').waitFor();
    await until('the title counts', async () => (await ben.page.title()) === '(1) Duologue');
    await ben.item('Conversations', ann).click();
    await ben.message(ann, 'Hello Ben').waitFor();
    await ann.marked(ben, 'Hello Ben', 'Read');
    await count(ben.item('Conversations', ann).getByText('unread'), 0);
    await ben.say('Hello Ann');
    await ann.message(ben, 'Hello Ann').waitFor();
    await ben.marked(ann, 'Hello Ann', 'Read');
    for (const [reader, peer] of [[ann, ben] as const, [ben, ann] as const]) {
      await reader.reads(peer, ['Hello Ben', 'Hello Ann']);
    }
  });

  it('inserts a line break with Shift+Enter, and sends with the button', async () => {
    await ann.open(ben);
    await ann.textbox('Message').pressSequentially('one');
    await ann.page.keyboard.press('Shift+Enter');
    await ann.textbox('Message').pressSequentially('two');
    await ann.button('Send').click();
    await ann.marked(ben, 'one', 'Sent');
    await becomes(() => ann.textbox('Message').inputValue(), '');
    await ann.say('   ');
    await ann.say('three');
    await ann.marked(ben, 'three', 'Sent');
    await ann.reads(ben, ['one\ntwo', 'three']);
  });

  it('shows that the peer is typing, until the peer stops', async () => {
    await ann.open(ben);
    await ben.open(ann);
    await ben.textbox('Message').pressSequentially('hm');
    await ann.says(/is typing/);
    await ben.textbox('Message').fill('');
    await ann.says(/^$/);
  });

  it('shows whether a user is online, and when they log out', async () => {
    await ann.find(ben);
    await ann.item('People', ben).getByText('online', { exact: true }).waitFor();
    await ben.button('Log out').click();
    await ann.item('People', ben).getByText('offline', { exact: true }).waitFor();
  });

  it('shows HTML in a message as plain text', async () => {
    const nasty =
      '<img src=x onerror="document.title=/gone/.source"><script>document.title="gone"</script><b>bold</b> &amp; \u202eevil';
    await ann.open(ben);
    await ben.open(ann);
    await ann.say(nasty);
    await ben.message(ann, '<b>bold</b>').waitFor();
    await ben.reads(ann, [nasty]);
    await count(ben.log(ann).locator('img, script, b'), 0);
    expect(await ben.page.title()).to.not.contain('gone');
  });

  it('marks where the new messages begin, until the conversation is opened again', async () => {
    await ann.open(ben);
    await ann.say('seen before');
    await ben.open(ann);
    await ann.marked(ben, 'seen before', 'Read');
    await ben.page.goBack();
    await count(ben.log(ann), 0);
    await ann.say('news');
    await ann.say('more news');
    await ben.item('Conversations', ann).getByText('2 unread').waitFor();
    await ben.item('Conversations', ann).click();
    await ben.message(ann, 'more news').waitFor();
    const line = ben.log(ann).getByText('New messages', { exact: true });
    await line.waitFor();
    const next = await line.evaluate((element) => element.nextElementSibling?.textContent);
    expect(next).to.match(/: news/);
    await ann.marked(ben, 'more news', 'Read');
    await count(line, 1);
    await ben.page.goBack();
    await count(ben.log(ann), 0);
    await ben.item('Conversations', ann).click();
    await ben.message(ann, 'more news').waitFor();
    await count(line, 0);
  });

  it('changes Today to Yesterday at midnight', async () => {
    await ann.open(ben);
    await ann.say('late');
    await ann.marked(ben, 'late', 'Sent');
    await ann.log(ben).getByText('Today', { exact: true }).waitFor();
    await ben.logOut();
    await ann.page.clock.install({ time: Date.now() });
    await ann.page.reload();
    await ann.message(ben, 'late').waitFor();
    await ann.page.clock.fastForward('24:00:00');
    await ann.log(ben).getByText('Yesterday', { exact: true }).waitFor();
    await ann.item('Conversations', ben).getByText('Yesterday').waitFor();
    await ann.page.getByText(/last seen yesterday, \d/).waitFor();
  });

  it('shows the same conversation and messages after a reload', async () => {
    await ann.open(ben);
    await ann.say('still here');
    await ann.marked(ben, 'still here', 'Sent');
    await ann.page.reload();
    await ann.message(ben, 'still here').waitFor();
    await ann.reads(ben, ['still here']);
  });

  it('shows drafts and unsent messages in the list of conversations', async () => {
    await ann.open(ben);
    await ann.say('said');
    await ann.marked(ben, 'said', 'Sent');
    await ann.textbox('Message').fill('half a line');
    await count(ann.item('Conversations', ben).getByText('Draft'), 0);
    await ann.page.goBack();
    await ann.item('Conversations', ben).getByText('Draft: half a line').waitFor();
    await ann.item('Conversations', ben).click();
    await becomes(() => ann.textbox('Message').inputValue(), 'half a line');
    expect((await ben.page.context().request.put(`/api/blocks/${ann.name}`)).status()).to.equal(204);
    await ann.textbox('Message').press('Enter');
    await ann.marked(ben, 'half a line', 'Not sent');
    await ann.item('Conversations', ben).getByText('Not sent: half a line').waitFor();
  });

  it('shows an edited message as it is now, and a deleted one as deleted, at once on both pages', async () => {
    await ann.open(ben);
    await ben.open(ann);
    for (const text of ['first', 'second', 'third']) await ann.say(text);
    await ben.message(ann, 'third').waitFor();
    const { request } = ann.page.context();
    const message = (seq: number) => `/api/conversations/${ben.name}/messages/${seq}`;
    expect((await request.patch(message(1), { data: { body: 'better' } })).status()).to.equal(200);
    expect((await request.delete(message(3))).status()).to.equal(200);
    for (const [reader, peer] of [[ann, ben] as const, [ben, ann] as const]) {
      await reader.reads(peer, ['better', 'second', 'Message deleted']);
      await reader.item('Conversations', peer).getByText('Message deleted').waitFor();
    }
    await ben.isAccessible();
  });

  it('opens with somebody who has registered since the page has told that there is nobody', async () => {
    const cem = await site().stranger('cem');
    await ann.page.goto(`/#/${cem.name}`);
    await ann.page.getByRole('heading', { name: 'There is nobody called' }).waitFor();
    const { request } = cem.page.context();
    const data = { username: cem.name, password: 'correct horse battery staple' };
    expect((await request.post('/api/register', { data })).status()).to.equal(201);
    await cem.sends(ann, 'hello', 1);
    await ann.reads(cem, ['hello 1.']);
    await ann.item('Conversations', cem).waitFor();
    await cem.leave();
  });

  it('marks a refused message as not sent, and discards it on request', async () => {
    await ann.open(ben);
    await ann.keepUnsent(ben, `too long ${'!'.repeat(4_000)}`);
    await ann.page.reload();
    await ann.marked(ben, 'too long', 'Not sent');
    await ann.button('Try again').click();
    await ann.marked(ben, 'too long', 'Not sent');
    await ann.button('Discard').click();
    await count(ann.log(ben).getByRole('article'), 0);
    await ann.textbox('Message').fill('?'.repeat(4_001));
    await ann.button('Send').click();
    await ann.page.getByText('4001 of 4000 characters').waitFor();
    await becomes(async () => (await ann.textbox('Message').inputValue()).length, 4_001);
  });
});
