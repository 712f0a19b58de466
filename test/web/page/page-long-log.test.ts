/** A conversation of 20,000 messages: far jumps, and its speed once all of them are loaded. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { growConversation } from './long-conversation.ts';
import { openSite } from './page-site.ts';
import { becomes, type Visitor } from './visitor.ts';

const messages = 20_000;

describe('page: a long log', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;

  before(async () => {
    [ann, ben] = await site().pair();
    await ben.sends(ann, 'line', 1);
    await growConversation(site(), messages);
    await ann.page.reload();
    await ann.open(ben);
    await ann.message(ben, `line ${messages}.`).waitFor();
  });
  after(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const hasFocusOnScreen = (text: string) =>
    becomes(
      () =>
        ann.log(ben).evaluate((log, body) => {
          const article = document.activeElement;
          const [box, frame] = [article?.getBoundingClientRect(), log.getBoundingClientRect()];
          const isInside = box && box.top >= frame.top && box.bottom <= frame.bottom;
          return isInside && article?.querySelector('.body')?.textContent?.trim() === body;
        }, text),
      true,
    );

  it('jumps to a quoted message 3,000 back, to a pinned one at its start, and returns to the end', async () => {
    const { request } = ben.page.context();
    const path = `/api/conversations/${ann.name}/messages`;
    const data = { clientId: crypto.randomUUID(), body: 'an answer', replyTo: 17_000 };
    expect((await request.post(path, { data })).status()).to.equal(201);
    expect((await request.put(`${path}/100/pin`)).status()).to.equal(200);
    const quote = ann.message(ben, 'an answer').getByRole('link', { name: 'line 17000.' });
    await quote.click();
    await hasFocusOnScreen('line 17000.');
    await ann.button('Latest ↓').click();
    await ann.message(ben, 'an answer').waitFor();
    await ann.button('Pinned messages').click();
    await ann.dialog().getByRole('button', { name: 'line 100.' }).click();
    await hasFocusOnScreen('line 100.');
    await ann.button('Latest ↓').click();
    await ann.message(ben, 'an answer').waitFor();
  });

  it('leads by Home to the first message, and by End to the newest one', async () => {
    await ann.page.reload();
    await ann.message(ben, 'an answer').waitFor();
    await ann.hasLogTools();
    await ann.message(ben, 'an answer').focus();
    await ann.page.keyboard.press('Home');
    await hasFocusOnScreen('line 1.');
    await ann.page.keyboard.press('End');
    await hasFocusOnScreen('an answer');
    await ann.page.context().setOffline(true);
    const first = await ann.log(ben).locator('article .body').first().textContent();
    await ann.page.keyboard.press('Home');
    await hasFocusOnScreen(first?.trim() ?? '');
    await ann.page.context().setOffline(false);
  });

  it('draws an own message within two frames while 20,000 are loaded', async () => {
    await ann.page.reload();
    await ann.log(ben).getByRole('article').first().waitFor();
    if (await ann.button('Latest ↓').isVisible()) await ann.button('Latest ↓').click();
    await ann.message(ben, `line ${messages}.`).waitFor();
    const loadMore = () =>
      ann.log(ben).evaluate(async (log) => {
        for (let step = 0; step < 50; step += 1) {
          log.scrollTo({ top: 0 });
          await new Promise((drawn) => setTimeout(drawn, 20));
        }
        return log.querySelector('article .body')?.textContent?.trim() === 'line 1.';
      });
    await until('all are loaded', loadMore, { ms: 240_000 });
    await ann.textbox('Message').fill('one more');
    const drawn = await ann.page.evaluate(async () => {
      document.querySelector<HTMLElement>('.composer [type=submit]')?.click();
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      const last = [...document.querySelectorAll('article')].at(-1);
      const frame = last?.closest('.log')?.getBoundingClientRect();
      return { text: last?.textContent, isInside: (last?.getBoundingClientRect().bottom ?? 0) <= (frame?.bottom ?? 0) };
    });
    expect(drawn.text).to.contain('one more');
    expect(drawn.isInside).to.equal(true);
  });
});

describe('page: more unread messages than the server counts', () => {
  const site = openSite();

  it('says that there may be more of them, in the list and over the log', async () => {
    const [ann, ben] = await site().pair();
    await ben.sends(ann, 'line', 1);
    await growConversation(site(), 1_200, 1);
    await ann.page.reload();
    await ann.item('Conversations', ben).getByText('1,000+ unread').waitFor();
    await ann.item('Conversations', ben).click();
    const description = () =>
      ann.button('New messages ↓').evaluate((button) => {
        const id = button.getAttribute('aria-describedby') ?? '';
        return document.getElementById(id)?.textContent;
      });
    await becomes(description, '1,000+ unread');
    for (const visitor of [ann, ben]) await visitor.leave();
  });
});
