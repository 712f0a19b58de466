/** The last view: a visit begins with it before its script comes, with everything in its place. */
import { expect } from 'chai';
import { until } from '../../support/waiting.ts';
import { keptLogs } from './kept-state.ts';
import { openSite } from './page-site.ts';
import { itemOf, logOf, makeRoom } from './room-finders.ts';
import { becomes, keepsShell, type Visitor } from './visitor.ts';

const phone = { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true };

/** A text and where it stands, in px. */
type Placed = [text: string, top: number, left: number];

/** Before the script of the page has drawn it, and after its first render; undefined where nothing was shown. */
interface Views {
  last?: Record<string, Placed>;
  first?: Record<string, Placed>;
}

/** Notes in the page what stands where, once for each of `Views`. */
const recorder = `
  const parts = '.log > *, article .bubble, .chips, h1, h2, textarea, .send, .profile strong, .item-text, .nothing-open > *';
  window.views = {};
  new MutationObserver(() => {
    const page = document.getElementById('page');
    const kind = page?.inert ? 'last' : 'first';
    if (views[kind] || !page?.querySelector('article, .item')) return;
    views[kind] = {};
    for (const element of page.querySelectorAll(parts)) {
      const { top, bottom, left, height } = element.getBoundingClientRect();
      const row = element.closest('[data-key]')?.dataset.key ?? element.closest('[href]')?.hash;
      const key = [row, element.localName, element.id, element.classList[0]].join(' ');
      const isShown = height > 1 && bottom > 0 && top < innerHeight;
      // The mark of a message may change between the last save of the state and the end of the visit.
      const { value, textContent } = element.querySelector('.body') ?? element;
      if (isShown) views[kind][key] = [value ?? textContent, top, left];
    }
  }).observe(document, { childList: true, subtree: true, attributes: true });
`;

/** Opens the address in another tab of the browser. */
async function visit({ page }: Visitor, address: string): Promise<Views> {
  const tab = await page.context().newPage();
  await tab.addInitScript(recorder);
  await tab.goto(address);
  const views = () => tab.evaluate(() => (window as unknown as { views: Views }).views);
  await becomes(async () => (await views()).first !== undefined, true);
  const seen = await views();
  await tab.close();
  return seen;
}

/** Visits again where a busy machine was too slow to have the kept state for the first render. */
async function standsAlike(visitor: Visitor, address: string): Promise<void> {
  await until('the last view stands like the first render', async () => {
    compare(await visit(visitor, address));
    return true;
  });
}

function compare({ last = {}, first = {} }: Views): void {
  expect(Object.keys(last)).to.have.length.above(5);
  for (const [part, [text, top, left]] of Object.entries(last)) {
    const [drawn, ...place] = first[part] ?? [];
    expect(drawn, part).to.equal(text);
    // Of a scroll position, the browser rounds one part of a pixel.
    expect(place[0], part).to.be.closeTo(top, 1);
    expect(place[1], part).to.be.closeTo(left, 1);
  }
}

/** Leaves the page: true where it then stores its view in place of an older one, false where it removes that, else undefined. */
const keeps = ({ page }: Visitor) =>
  page.evaluate(() => {
    localStorage.setItem('duologue.view', 'older');
    window.dispatchEvent(new Event('pagehide'));
    const kept = localStorage.getItem('duologue.view');
    return kept === 'older' ? undefined : kept !== null;
  });

describe('page: the last view', () => {
  const site = openSite({}, { worker: true });
  let ann: Visitor;
  let ben: Visitor;
  const begin = async (options = {}) => {
    [ann, ben] = await site().pair(options);
    await ben.sends(ann, 'line', 30);
    await ann.open(ben);
    await ann.toEnd();
    await ann.say('an answer with `code`\n- and a list');
    await ann.marked(ben, 'an answer', 'Sent');
    await keepsShell(ann.page);
    await becomes(() => keeps(ann), true);
  };
  afterEach(async () => {
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  for (const [screen, options] of [
    ['wide', {}],
    ['narrow', phone],
  ] as const) {
    it(`stands where the page then draws it, on a ${screen} screen`, async () => {
      await begin(options);
      await ann.choose(ben, 'line 30.', 'React');
      await ann.dialog().getByRole('button', { name: 'React with 😮' }).click();
      const buffer = Buffer.from('eggs');
      await ann.page.locator('input[type=file]').setInputFiles({ name: 'list.txt', mimeType: 'text/plain', buffer });
      await ann.say('with a file');
      await ann.marked(ben, 'with a file', 'Sent');
      await ben.open(ann);
      await ben.say('see https://example.org/ for *more*');
      await becomes(async () => (await keptLogs(ann))[`${ann.name}/${ben.name}`]?.at(-1)?.slice(0, 3), 'see');
      await ann.textbox('Message').fill('a draft\nof two lines');
      await becomes(() => keeps(ann), true);
      await ann.page.goto('about:blank');
      await standsAlike(ann, `/#/${ben.name}`);
    });
  }

  it('stands where the page then draws it also in a room, and while no conversation is open', async () => {
    await begin();
    await makeRoom(ann, 'Climbing', [ben]);
    await itemOf(ben, 'Climbing').click();
    for (const text of ['who comes?', 'and when?']) await ben.say(text);
    await itemOf(ann, 'Climbing').click();
    await logOf(ann, 'Climbing').getByText('and when?').waitFor();
    await ann.say('me');
    const { hash } = new URL(ann.page.url());
    await becomes(async () => (await keptLogs(ann))[`${ann.name}/${hash.slice(2)}`]?.at(-1), 'me');
    await becomes(() => keeps(ann), true);
    await ann.page.goto('about:blank');
    await standsAlike(ann, `/${hash}`);
    await ann.page.goto('/');
    await ann.page.getByRole('button', { name: 'Share my address' }).waitFor();
    await becomes(() => keeps(ann), true);
    await standsAlike(ann, '/');
  });

  it('is of one address and one language', async () => {
    await begin();
    const address = `/#/${ben.name}`;
    expect((await visit(ann, '/')).last).to.equal(undefined);
    await ann.page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
    expect((await visit(ann, address)).last).to.not.equal(undefined);
    await ann.page.evaluate(() => {
      window.dispatchEvent(new Event('pagehide'));
      localStorage.setItem('duologue.look/language', 'de');
    });
    expect((await visit(ann, address)).last).to.equal(undefined);
  });

  it('is not kept while the next visit begins with something else', async () => {
    await begin();
    await ann.log(ben).evaluate((log) => log.scrollTo(0, 0));
    expect(await keeps(ann)).to.equal(false);
    await ann.log(ben).evaluate((log) => log.scrollTo(0, log.scrollHeight));
    expect(await keeps(ann)).to.equal(true);
    const keptWithoutRoom = () =>
      ann.page.evaluate(() => {
        const { setItem } = Storage.prototype;
        Storage.prototype.setItem = () => {
          throw new DOMException('', 'QuotaExceededError');
        };
        window.dispatchEvent(new Event('pagehide'));
        Storage.prototype.setItem = setItem;
        return localStorage.getItem('duologue.view');
      });
    expect(await keptWithoutRoom()).to.equal(null);
    await ann.choose(ben, 'an answer', 'Reply');
    await ann.button('Cancel reply').waitFor();
    expect(await keeps(ann)).to.equal(false);
    await ann.button('Cancel reply').click();
    await becomes(() => keeps(ann), true);
    await ann.page.getByRole('link', { name: 'Settings' }).click();
    await ann.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
    expect(await keeps(ann)).to.equal(false);
  });

  it('is removed by the log-out, and not stored again by a tab that does not know of it yet', async () => {
    await begin();
    await ann.page.evaluate(() => localStorage.removeItem('duologue.user'));
    expect(await keeps(ann)).to.equal(undefined);
    await ann.page.evaluate((name) => localStorage.setItem('duologue.user', name), ann.name);
    expect(await keeps(ann)).to.equal(true);
    await ann.logOut();
    await becomes(() => ann.page.evaluate(() => localStorage.getItem('duologue.view')), null);
    expect(await keeps(ann)).to.equal(undefined);
  });
});
