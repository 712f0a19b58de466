/** Names and texts of any script and length keep the layout intact. */
import { expect } from 'chai';
import { openDatabase } from '../../../src/storage/database/open-database.ts';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const hebrew = '\u05d3\u05d5\u05d3 \u05db\u05d4\u05df';

describe('page: text', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ viewport: { width: 375, height: 667 } });
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const rename = async ({ page }: Visitor, displayName: string) => {
    const answer = await page.context().request.patch('/api/me', { data: { displayName } });
    expect(answer.status()).to.equal(200);
  };
  /** The horizontal overflow of the page or its scrolling parts, in px. */
  const sideways = ({ page }: Visitor) =>
    page.evaluate(() => {
      const boxes = document.querySelectorAll('html, .lists, .log, .dialog, .nothing-open');
      return Math.max(...[...boxes].map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
    });

  /** The left edge of these words on the screen, in px. */
  const leftOf = (within: string, words: string) =>
    ann.page.locator(within).evaluate((element, text) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      while (walker.nextNode() && !walker.currentNode.textContent?.includes(text));
      const range = document.createRange();
      const start = walker.currentNode.textContent?.indexOf(text) ?? 0;
      range.setStart(walker.currentNode, start);
      range.setEnd(walker.currentNode, start + text.length);
      return range.getBoundingClientRect().left;
    }, words);

  it('keeps the order of the words around a name that is written from right to left', async () => {
    await ann.open(ben);
    // Two users of one name have their usernames beside it.
    // U+202E reverses the text that follows. The server refuses such names, but older rows may hold them.
    const { client } = await openDatabase(null, site().server.dataDir);
    const sameName = { in: [ann.name, ben.name] };
    await client.user.updateMany({ where: { username: sameName }, data: { displayName: `${hebrew}\u202e` } });
    await client.$disconnect();
    await ann.page.reload();
    await ann.say('shalom');
    await ann.button('Back to conversations').click();
    await ann.item('Conversations', ben).getByText(hebrew).waitFor();
    expect(await leftOf('#conversations .item-name', hebrew)).to.be.below(
      await leftOf('#conversations .item-name', '@'),
    );
    await ann.item('Conversations', ben).click();
    await ben.find(ann);
    await ben.item('People', ann).click();
    await ben.textbox('Message').pressSequentially('hm');
    await ann.says(/is typing/);
    // The status shows for a few seconds only.
    expect(await leftOf('.status', hebrew)).to.be.below(await leftOf('.status', 'is typing'));
    expect(await leftOf('.peer h1', hebrew)).to.be.closeTo(await leftOf('.peer p', '@'), 3);
  });

  it('shows the first grapheme of each word of a name in the avatar', async () => {
    await rename(ben, '\u{1f469}\u200d\u{1f680} \u{1f1e9}\u{1f1ea}');
    await ann.find(ben);
    const avatar = ann.item('People', ben).locator('.avatar');
    await becomes(() => avatar.textContent(), '\u{1f469}\u200d\u{1f680}\u{1f1e9}\u{1f1ea}');
  });

  it('never scrolls sideways, however long a name or text is', async () => {
    await rename(ben, 'W'.repeat(64));
    await ann.find(ben);
    await ann.item('People', ben).getByText('W'.repeat(64)).waitFor();
    expect(await sideways(ann)).to.equal(0);
    await ann.item('People', ben).click();
    await ben.open(ann);
    const articles = ann.page.getByRole('log').getByRole('article');
    for (const [at, text] of ['x'.repeat(4_000), `https://${'a/'.repeat(600)}`, '\ufdfd'.repeat(300)].entries()) {
      await ben.say(text);
      await count(articles, at + 1);
      expect(await sideways(ann)).to.equal(0);
    }
    await ann.button('Block').click();
    await ann.dialog().waitFor();
    expect(await sideways(ann)).to.equal(0);
    await ann.page.goto(`/#/${'nobody'.repeat(60)}`);
    await ann.page.getByText('Nobody on this server is called').waitFor();
    await count(ann.button('Block'), 0);
    expect(await sideways(ann)).to.equal(0);
    await ann.page.goto('/#/nobody');
    await ann.page.getByRole('heading', { name: 'There is nobody called “nobody”' }).waitFor();
    await becomes(async () => (await ann.page.title()).replace(/^\(\d+\) /, ''), 'Nobody there · Duologue');
    await count(ann.textbox('Message'), 0);
    await ann.isAccessible();
    await ann.page.locator('.pane').getByRole('button', { name: 'Back to conversations' }).click();
    await ann.page.getByRole('searchbox', { name: 'Find people' }).waitFor();
  });

  it('does not send while an input method composes a word', async () => {
    await ann.open(ben);
    await ann.textbox('Message').fill('\u306b\u307b\u3093');
    for (const how of [{ isComposing: true }, { keyCode: 229 }]) {
      await ann.textbox('Message').dispatchEvent('keydown', { key: 'Enter', ...how });
    }
    await becomes(() => ann.textbox('Message').inputValue(), '\u306b\u307b\u3093');
    await ann.textbox('Message').press('Enter');
    await ann.marked(ben, '\u306b\u307b\u3093', 'Sent');
    await ann.reads(ben, ['\u306b\u307b\u3093']);
  });
});
