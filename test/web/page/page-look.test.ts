/** The look of messages: forced colours, delivery marks, the direction of each line, and room for what overhangs. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, type Visitor } from './visitor.ts';

describe('page: the look of messages', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;

  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  async function meet(options = {}): Promise<void> {
    [ann, ben] = await site().pair(options);
    await ann.open(ben);
  }

  it('keeps edges, selection and presence in forced colours', async () => {
    await meet({ forcedColors: 'active' });
    await ann.say('hello');
    await ben.open(ann);
    await ben.say('hello yourself');
    await ann.message(ben, 'hello yourself').waitFor();
    const look = (selector: string) =>
      ann.page
        .locator(selector)
        .first()
        .evaluate((element) => {
          const { borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
          const ground = getComputedStyle(document.body).backgroundColor;
          return { edge: borderTopWidth !== '0px' && borderTopColor !== ground, ground: backgroundColor !== ground };
        });
    for (const edged of ['.own .bubble', '.peers .bubble', '.send', '.peer-tools .icon-button', '.composer textarea']) {
      expect((await look(edged)).edge, `the edge of ${edged}`).to.equal(true);
    }
    for (const filled of ['.item[aria-current]', '.item .presence']) {
      expect((await look(filled)).ground, `the ground of ${filled}`).to.equal(true);
    }
    await ann.button('Send').focus();
    const outline = () => ann.button('Send').evaluate((button) => getComputedStyle(button).outlineStyle);
    await becomes(outline, 'solid');
  });

  it('gives a reaction one edge in forced colours on a phone, that of what is seen', async () => {
    await meet({ forcedColors: 'active', hasTouch: true, isMobile: true, viewport: { width: 375, height: 667 } });
    await ann.say('hello');
    await ann.marked(ben, 'hello', 'Sent');
    await ann.choose(ben, 'hello', 'React');
    await ann.button('React with 👍').click();
    await ann.reaction(ben, 'hello', '👍, 1').waitFor();
    const edges = await ann.reaction(ben, 'hello', '👍, 1').evaluate((chip) => {
      const ground = getComputedStyle(document.body).backgroundColor;
      return [getComputedStyle(chip), getComputedStyle(chip, '::before')].map((look) => look.borderTopColor !== ground);
    });
    expect(edges).to.deep.equal([false, true]);
  });

  it('draws each delivery mark in a shape of its own', async () => {
    await meet();
    const shape = (text: string) => ann.message(ben, text).locator('.mark svg').innerHTML();
    await ben.page.close();
    await ann.say('one');
    await ann.marked(ben, 'one', 'Sent');
    const sent = await shape('one');
    const [again] = await Promise.all([site().stranger('ben')]);
    await again.page.goto('/login');
    await again.logIn(ben.name);
    await again.button('Log out').waitFor();
    await ann.marked(ben, 'one', 'Delivered');
    const delivered = await shape('one');
    await again.open(ann);
    await ann.marked(ben, 'one', 'Read');
    const read = await shape('one');
    expect(new Set([sent, delivered, read]).size).to.equal(3);
    expect(read).to.contain('<rect');
    await again.leave();
  });

  it('gives each line of a message, and of the text box, its own direction', async () => {
    await meet();
    await ann.textbox('Message').fill('left to right\nשלום עולם\nleft again');
    expect(await ann.textbox('Message').getAttribute('dir')).to.equal(null);
    await ann.textbox('Message').press('Enter');
    const edges = await ann
      .message(ben, 'left to right')
      .locator('.body')
      .evaluate((body) => {
        const bubble = body.parentElement?.getBoundingClientRect() ?? new DOMRect();
        const text = body.firstChild as Text;
        const lines = [...body.childNodes].length === 1 ? text.data : body.textContent;
        const range = document.createRange();
        const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
        const rects: DOMRect[] = [];
        while (walker.nextNode()) {
          range.selectNodeContents(walker.currentNode);
          rects.push(...[...range.getClientRects()].filter(({ width }) => width > 4));
        }
        return { lines, rects: rects.map(({ left, right }) => [left - bubble.left, bubble.right - right]) };
      });
    expect(edges.rects).to.have.length(3);
    const [first = [0, 0], hebrew = [0, 0], last = [0, 0]] = edges.rects;
    expect(first[0]).to.be.below(20);
    expect(last[0]).to.be.below(20);
    expect(hebrew[0]).to.be.above(20);
  });

  it('cuts off combining marks at the bubble of their message', async () => {
    await meet();
    await ann.say(`z${'\u0321\u0322\u0327\u0328\u0316\u0317'.repeat(40)}`);
    const overflow = await ann.page
      .locator('.own .bubble')
      .first()
      .evaluate((bubble) => getComputedStyle(bubble).overflowY);
    expect(overflow).to.equal('clip');
  });

  it('puts the time at the end of the last line, also of a text from right to left', async () => {
    await meet();
    const place = (text: string) =>
      ann.message(ben, text).evaluate((article) => {
        const [body = new DOMRect(), meta = new DOMRect()] = ['.body', '.meta'].map((selector) =>
          article.querySelector(selector)?.getBoundingClientRect(),
        );
        return { beside: meta.top < body.bottom, side: meta.left >= body.right ? 'right' : 'left' };
      });
    await ann.say('short');
    expect(await place('short')).to.deep.equal({ beside: true, side: 'right' });
    await ann.say('שלום');
    expect(await place('שלום')).to.deep.equal({ beside: true, side: 'left' });
  });

  it('gives the banner of a lost connection room beside the log', async () => {
    await meet();
    await ann.say('hello');
    await ann.page.context().setOffline(true);
    const banner = ann.page.locator('.status.is-lost');
    await banner.waitFor();
    const bottom = (box: { y: number; height: number } | null) => (box?.y ?? 0) + (box?.height ?? 0);
    const log = await ann.log(ben).boundingBox();
    expect(bottom(await banner.boundingBox())).to.be.at.most(log?.y ?? 0);
    await ann.page.context().setOffline(false);
  });
});
