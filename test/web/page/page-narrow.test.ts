/** Narrow screens, with the largest text and the long words of German: everything stays inside of its frame. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, type Visitor } from './visitor.ts';

describe('page: a narrow screen', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const look = (choices: Record<string, string>) =>
    ann.page.evaluate((chosen) => {
      for (const [name, value] of Object.entries(chosen)) localStorage.setItem(`duologue.look/${name}`, value);
    }, choices);

  it('has the sections of the settings in German inside of their edges, with the largest text', async () => {
    await look({ language: 'de', text: 'largest' });
    await ann.page.goto('/settings');
    await ann.page.locator('.settings-section').nth(7).waitFor();
    const tooWide = () =>
      ann.page
        .locator('.settings-section')
        .evaluateAll((sections) =>
          sections
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map((section) => section.querySelector('h2')?.textContent),
        );
    await becomes(tooWide, []);
  });

  it('shows the whole button under "There is nobody called …", with the largest text', async () => {
    await look({ text: 'largest' });
    await ann.page.goto('/#/nobody-here');
    await ann.page.reload();
    const button = ann.page.locator('.nobody .primary');
    await button.waitFor();
    expect(await button.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).to.be.at.most(0);
  });

  it('has the quick reactions inside of their panel, with the largest text', async () => {
    await look({ text: 'largest' });
    await ann.page.reload();
    await ann.open(ben);
    await ann.say('hello');
    await ann.marked(ben, 'hello', 'Sent');
    await ann.choose(ben, 'hello', 'React');
    await ann.button('All emoji').waitFor();
    const overhang = () =>
      ann.page.getByRole('dialog').evaluate((panel) => {
        const { right } = panel.getBoundingClientRect();
        return Math.max(...[...panel.querySelectorAll('button')].map((it) => it.getBoundingClientRect().right - right));
      });
    expect(await overhang()).to.be.at.most(0);
  });

  for (const language of ['de', 'tr', 'ar']) {
    it(`shows when the peer was last online at 375 px in ${language}`, async () => {
      await ann.open(ben);
      await ann.page.locator('.peer-text p').filter({ hasText: 'online' }).waitFor();
      await ben.page.close();
      await ann.page.setViewportSize({ width: 375, height: 667 });
      await look({ language });
      await ann.page.goto(`/#/${ben.name}`);
      await ann.page.reload();
      const line = ann.page.locator('.peer-text p').filter({ hasText: /\d:\d\d/ });
      await line.waitFor();
      // The buttons come later.
      await ann.page.locator('.shared-files').waitFor();
      const cut = () =>
        line.evaluate((text) => Math.max(text.scrollWidth - text.clientWidth, text.scrollHeight - text.clientHeight));
      await becomes(cut, 0);
    });
  }
});
