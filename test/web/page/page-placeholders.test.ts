/** The placeholders of text boxes on the narrowest screen, in each language. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import type { Visitor } from './visitor.ts';

describe('page: placeholders on a screen of 320 px', () => {
  const site = openSite();
  let ann: Visitor;
  before(async () => {
    ann = await site().arrive('ann', { viewport: { width: 320, height: 700 }, hasTouch: true, isMobile: true });
  });
  after(() => ann?.leave());

  /** The placeholders that are wider than their boxes, with the px that are missing. */
  const cut = (selector: string) =>
    ann.page.locator(selector).evaluateAll((boxes) => {
      const pen = document.createElement('canvas').getContext('2d');
      return boxes.flatMap((box) => {
        const { font, paddingLeft, paddingRight } = getComputedStyle(box);
        const text = box.getAttribute('placeholder') ?? '';
        if (pen) pen.font = font;
        const width = pen?.measureText(text).width ?? Number.POSITIVE_INFINITY;
        const room = box.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
        return width > room ? [`${text}: ${Math.ceil(width - room)}`] : [];
      });
    });

  for (const language of ['en', 'de', 'es', 'fr', 'tr', 'ar', 'zh']) {
    it(`shows them whole in ${language}`, async () => {
      const { page } = ann;
      await page.evaluate((chosen) => localStorage.setItem('duologue.look/language', chosen), language);
      await page.goto('/');
      await page.reload();
      // Beside the button for messages.
      await page.locator('.find-messages > input').waitFor();
      const found = await cut('.search:not(.find-messages) > input');
      await page.goto(`/#/${ann.name}`);
      // The buttons for the emoji, the files and the voice.
      await page.locator('.writing .icon-button').nth(2).waitFor();
      found.push(...(await cut('.writing textarea')));
      // A conversation has another word than the notes.
      const name = await page.locator('.writing textarea').getAttribute('aria-label');
      await page
        .locator('.writing textarea')
        .evaluate((box, text) => box.setAttribute('placeholder', text), name ?? '');
      found.push(...(await cut('.writing textarea')));
      await page.locator('.writing .icon-button').first().click();
      await page.locator('.emoji-tools input').waitFor();
      found.push(...(await cut('.emoji-tools input')));
      expect(found).to.deep.equal([]);
    });
  }
});
