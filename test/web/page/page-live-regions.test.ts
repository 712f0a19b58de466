/** The announcements to screen readers: news once, and nothing that the user has asked for or cannot use. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: the announcer', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  eachPair(site, (first, second) => {
    [ann, ben] = [first, second];
  });

  /** Collects the text of every node that enters a live region from now on. */
  const listen = (visitor: Visitor) =>
    visitor.page.evaluate(() => {
      const live =
        '[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], [role=log]:not([aria-live=off])';
      const told: string[] = [];
      Object.assign(window, { told });
      new MutationObserver((records) => {
        for (const { type, target, addedNodes } of records) {
          const place = target instanceof Element ? target : target.parentElement;
          const region = place?.closest(live);
          if (!region || place?.closest('[aria-live=off]')) continue;
          const texts =
            type === 'characterData' ? [target.textContent] : [...addedNodes].map((node) => node.textContent);
          told.push(...texts.filter((text): text is string => !!text));
        }
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
  const told = (visitor: Visitor) => visitor.page.evaluate(() => (window as unknown as { told: string[] }).told);

  it('stays silent while a conversation opens, older messages load, and receipts come', async () => {
    await ben.sends(ann, 'line', 120);
    await ann.page.reload();
    await ann.item('Conversations', ben).waitFor();
    await listen(ann);
    await ann.item('Conversations', ben).click();
    await ann.message(ben, 'line 1.').waitFor();
    await ann.button('New messages ↓').click();
    await ann.message(ben, 'line 120.').waitFor();
    const articles = ann.log(ben).getByRole('article');
    await count(articles, 50);
    await ann.log(ben).evaluate((log) => log.scrollTo({ top: 0 }));
    await count(articles, 100);
    await ben.open(ann);
    for (const text of ['one', 'two', 'three']) await ann.say(text);
    await ann.marked(ben, 'three', 'Read');
    expect(await told(ann)).to.deep.equal([]);
  });

  it('tells of a message in the open conversation, and of one in another, once each', async () => {
    const cid = await site().arrive('cid');
    await ann.open(ben);
    await listen(ann);
    await ben.sends(ann, 'hello', 1);
    await becomes(() => told(ann), [`${ben.name}: hello 1.`]);
    await cid.sends(ann, 'secret', 1);
    await becomes(() => told(ann), [`${ben.name}: hello 1.`, `New message from ${cid.name}`]);
    await cid.leave();
  });

  it('tells of many messages together', async () => {
    await ann.open(ben);
    await listen(ann);
    const began = Date.now();
    await ben.sends(ann, 'fast', 30);
    await ann.message(ben, 'fast 30.').waitFor();
    await ann.page.waitForTimeout(1_000);
    const all = await told(ann);
    // Those of half a second are told together, however fast they come.
    expect(all.length).to.be.within(1, Math.min(29, Math.ceil((Date.now() - began) / 500)));
    expect(all.join()).to.match(/\d+ new messages/);
  });

  it('tells how many people a search has found, and when a text is too long', async () => {
    await ann.open(ben);
    await listen(ann);
    const search = ann.page.getByRole('searchbox', { name: 'Find people' });
    await search.fill(ben.name);
    await becomes(() => told(ann), ['1 person found']);
    await search.fill('nobody of this name');
    await becomes(() => told(ann), ['1 person found', 'No people found']);
    await ann.textbox('Message').fill('?'.repeat(4_001));
    await ann.textbox('Message').fill('?'.repeat(4_002));
    await becomes(async () => (await told(ann)).slice(2), ['The text is too long to be sent.']);
  });

  it('tells of a search of messages what it has found, and nothing of people', async () => {
    await ann.sends(ben, 'pear', 2);
    await ann.open(ben);
    await ann.message(ben, 'pear 2.').waitFor();
    const box = ann.page.getByRole('searchbox', { name: 'Search messages' });
    await box.waitFor();
    await listen(ann);
    await box.fill('pear');
    await becomes(() => told(ann), ['2 messages found']);
    await box.fill('pear tree');
    await becomes(() => told(ann), ['2 messages found', 'No messages found']);
  });

  it('names each message by its sender and its time', async () => {
    await ann.open(ben);
    await ben.sends(ann, 'hello', 1);
    await ann.say('an answer');
    const { log } = ann;
    await log(ben)
      .getByRole('article', { name: new RegExp(`^${ben.name}: hello 1\\..*\\d:\\d\\d`) })
      .waitFor();
    await log(ben)
      .getByRole('article', { name: /^You: an answer.*\d:\d\d/ })
      .waitFor();
  });
});
