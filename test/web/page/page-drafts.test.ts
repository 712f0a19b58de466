/** Drafts survive a reload, and are removed from the browser at log-out and when the session ends. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: a draft', () => {
  const site = openSite({}, { worker: true });

  it('survives a reload and a closed tab until it is sent, and leaves the browser with its author', async () => {
    const [ann, ben] = await site().pair();
    const box = ann.textbox('Message');
    await ann.open(ben);
    await ann.say('said');
    await ann.marked(ben, 'said', 'Sent');
    await box.fill('half a\nline');
    await ann.page.reload();
    await ann.log(ben).waitFor();
    await becomes(() => box.inputValue(), 'half a\nline');
    await ann.page.goto('about:blank');
    await ann.page.goto('/');
    await ann.item('Conversations', ben).getByText('Draft: half a line').waitFor();
    await ann.item('Conversations', ben).click();
    await box.press('Enter');
    await ann.marked(ben, 'half a', 'Sent');
    await becomes(async () => {
      const answer = await ann.page.context().request.get('/api/drafts');
      return ((await answer.json()) as { drafts: unknown[] }).drafts;
    }, []);
    await ann.page.reload();
    await ann.message(ben, 'half a').waitFor();
    await becomes(() => box.inputValue(), '');
    await box.fill('not for you');
    await ann.logOut();
    await count(ann.page.getByText('not for you'), 0);
    expect(await ann.page.evaluate(() => JSON.stringify(localStorage))).to.not.contain('not for you');
    await ann.logIn();
    await ann.item('Conversations', ben).getByText('Draft: not for you').waitFor();
    await ann.item('Conversations', ben).click();
    await becomes(() => box.inputValue(), 'not for you');
    for (const visitor of [ann, ben]) await visitor.leave();
  });
});

describe('page: the text storage of an ended session', () => {
  const site = openSite({}, { worker: true });
  const storedTexts = ({ page }: Visitor) => page.evaluate(() => Object.keys(localStorage).join());

  /** Two devices of Ann: the first has a draft and a message that nobody has acknowledged. */
  async function twoDevices() {
    const [ann, ben] = await site().pair();
    await ann.keepUnsent(ben, 'never sent');
    await ann.open(ben);
    await ann.textbox('Message').fill('a secret draft');
    const other = await site().stranger('ann');
    await other.page.goto('/login');
    await other.logIn(ann.name);
    await other.button('Log out').waitFor();
    expect(await storedTexts(ann))
      .to.contain('draft')
      .and.to.contain('unsent');
    return { ann, ben, other };
  }
  const endOthers = async ({ page }: Visitor) =>
    expect((await page.context().request.delete('/api/sessions')).status()).to.equal(204);

  it('is cleared when another device ends the session, and filled again when its author logs in at the same tab', async () => {
    const { ann, ben, other } = await twoDevices();
    await endOthers(other);
    await ann.button('Log in').waitFor();
    expect(await storedTexts(ann)).to.equal('');
    await ann.logIn();
    await ann.item('Conversations', ben).click();
    await becomes(() => ann.textbox('Message').inputValue(), 'a secret draft');
    for (const visitor of [ann, ben, other]) await visitor.leave();
  });

  it('is cleared when the page is opened after the session has ended', async () => {
    const { ann, ben, other } = await twoDevices();
    await ann.page.goto('about:blank');
    await endOthers(other);
    // The log-in waits for the code that clears.
    await ann.page.route('**/assets/text-owners-*.js', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await route.continue();
    });
    await ann.page.goto('/');
    await ann.button('Log in').waitFor();
    expect(await storedTexts(ann)).to.equal('');
    for (const visitor of [ann, ben, other]) await visitor.leave();
  });

  it('is kept while the server cannot be reached', async () => {
    const { ann, ben, other } = await twoDevices();
    await ann.page.route('**/api/session', (route) => route.abort());
    await ann.page.routeWebSocket(/socket\.io/, (socket) => socket.close());
    await ann.page.reload();
    await ann.textbox('Message').waitFor();
    expect(await storedTexts(ann))
      .to.contain('draft')
      .and.to.contain('unsent');
    for (const visitor of [ann, ben, other]) await visitor.leave();
  });
});
