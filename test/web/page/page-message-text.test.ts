/** Links, marks, code, quotes, lists and large emoji of messages in the page. */
import { expect } from 'chai';
import type { Locator } from 'playwright-core';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const rich = [
  'Hello **bold** and `code`:',
  '- one https://example.org/a_b.',
  '- two',
  '',
  '> quoted',
  '',
  '```ts',
  'if (a) {',
  '  b();',
  '}',
  '```',
].join('\n');

describe('page: message text', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ viewport: { width: 375, height: 667 }, serviceWorkers: 'block' });
    await ann.open(ben);
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const article = () => ann.log(ben).getByRole('article').last();
  const copied = () => ann.page.evaluate(() => navigator.clipboard.readText());
  const selectBody = () =>
    article()
      .locator('.body')
      .evaluate((body) => getSelection()?.selectAllChildren(body));

  /** Of two lines, the first from left to right, the second from right to left. */
  async function linesStartAtTheirEdges(text: Locator): Promise<void> {
    const edges = await text.evaluate((box) => {
      const range = document.createRange();
      range.selectNodeContents(box);
      const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
      const padding = Number.parseFloat(getComputedStyle(box).paddingLeft);
      const { left, right } = box.getBoundingClientRect();
      return { left: left + padding, right: right - padding, first: lines[0], last: lines.at(-1) };
    });
    expect(edges.first?.left).to.be.closeTo(edges.left, 1);
    expect(edges.last?.right).to.be.closeTo(edges.right, 1);
  }

  it('shows links, lists, quotes and code as elements that screen readers know', async () => {
    await ann.say(rich);
    const link = article().getByRole('link', { name: 'https://example.org/a_b', exact: true });
    await link.waitFor();
    expect(await link.getAttribute('rel')).to.equal('noopener noreferrer');
    expect(await link.getAttribute('target')).to.equal('_blank');
    await count(article().getByRole('listitem'), 2);
    await becomes(() => article().getByRole('strong').allTextContents(), ['bold']);
    await becomes(() => article().getByRole('code').allTextContents(), ['code', 'if (a) {\n  b();\n}']);
    await becomes(() => article().getByRole('blockquote').allTextContents(), ['quoted']);
  });

  it('passes axe in both bubbles and both colour schemes', async () => {
    await ann.say(rich);
    await ben.open(ann);
    await ben.say(rich);
    await count(ann.log(ben).getByRole('link'), 2);
    for (const colorScheme of ['light', 'dark'] as const) {
      await ann.page.emulateMedia({ colorScheme });
      await ann.isAccessible();
    }
  });

  it('leaves out the marks in quotes, and in the list of conversations', async () => {
    await ann.say('the **first** of `two`');
    await ann.page.locator('article[data-seq]').focus();
    await ann.page.keyboard.press('r');
    const quotes = ann.page.locator('.quote-text');
    await becomes(() => quotes.allTextContents(), ['the first of two']);
    await ann.say('_yes_');
    await becomes(() => quotes.allTextContents(), ['the first of two']);
    await becomes(() => ben.page.locator('.preview').allTextContents(), [`${ann.name}: yes`]);
  });

  it('shows HTML and dangerous addresses as text', async () => {
    const text = '<img src=x onerror=alert(1)> javascript:alert(1) <b>no</b>';
    await ann.say(`${text} www.example.org`);
    await becomes(() => article().getByRole('link').allTextContents(), ['www.example.org']);
    await ann.reads(ben, [`${text} www.example.org`]);
    await count(article().locator('img, b'), 0);
  });

  /** Keeps the browser waiting for this part of the page until the returned function is called. */
  const hold = async (part: RegExp) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await ann.page.route(part, async (route) => {
      await released;
      await route.continue();
    });
    await ann.page.reload();
    return release;
  };

  it('shows the text before the link finder has come, and moves nothing when it comes', async () => {
    const release = await hold(/own-links/);
    await ann.say(rich);
    await ann.marked(ben, 'Hello', 'Sent');
    await ann.message(ben, 'https://example.org/a_b').waitFor();
    await article().locator('strong').first().waitFor();
    await count(article().getByRole('link'), 0);
    const before = await article().boundingBox();
    release();
    await article().getByRole('link').waitFor();
    expect(await article().boundingBox()).to.deep.equal(before);
  });

  it('shows one to three emoji large, and other texts not', async () => {
    const size = () =>
      article()
        .locator('.body')
        .evaluate((body) => Number.parseFloat(getComputedStyle(body).fontSize));
    const sizes: number[] = [];
    for (const text of [
      '\u{1f44d}',
      '\u{1f469}\u200d\u{1f680} \u2764\ufe0f\u{1f1e9}\u{1f1ea}',
      '\u{1f44d}'.repeat(4),
      '\u{1f44d}!',
      '5',
    ]) {
      await ann.say(text);
      await count(ann.log(ben).getByRole('article'), sizes.length + 1);
      sizes.push(await size());
    }
    expect(sizes).to.deep.equal([44, 44, 16, 16, 16]);
  });

  it('gives each line its own direction', async () => {
    const hebrew = '\u05e9\u05dc\u05d5\u05dd \u05dc\u05da';
    await ann.say(`A rather long line in English\n${hebrew}`);
    await linesStartAtTheirEdges(article().locator('.body'));
    await ann.choose(ben, 'A rather long line', 'Delete');
    await linesStartAtTheirEdges(ann.page.getByRole('dialog').locator('.excerpt'));
    await ann.page.keyboard.press('Escape');
    await ann.choose(ben, 'A rather long line', 'Reply');
    await ann.say('answer');
    await linesStartAtTheirEdges(article().locator('.quote-text'));
  });

  it('copies what was typed when the whole text is selected, and the selected words otherwise', async () => {
    await ann.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await ann.say('**bold** _it_\n- a');
    await article().getByRole('listitem').waitFor();
    await selectBody();
    await ann.page.keyboard.press('Control+c');
    await becomes(copied, '**bold** _it_\n- a');
    await article()
      .getByRole('strong')
      .evaluate((strong) => getSelection()?.selectAllChildren(strong));
    await ann.page.keyboard.press('Control+c');
    await becomes(copied, 'bold');
  });
});
