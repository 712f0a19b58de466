/** The text that the user copies from the log. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes } from './visitor.ts';

describe('page: a copied selection', () => {
  const site = openSite();

  it('holds the time, the name and the text of each message, and no word that was not seen', async () => {
    const [ann, ben] = await site().pair();
    await ann.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await ann.open(ben);
    await ben.open(ann);
    await ann.say('first *line*');
    await ann.marked(ben, 'first', 'Read');
    await ben.say('second line\nthird line');
    await ann.message(ben, 'third line').waitFor();
    const copied = async () => {
      await ann.page.keyboard.press('Control+C');
      return ann.page.evaluate(() => navigator.clipboard.readText());
    };
    const time = /\[\d?\d:\d\d( [AP]M)?\]/g;
    await ann.log(ben).getByRole('article').first().focus();
    await ann.page.keyboard.press('Control+A');
    const all = `[] ${ann.name}: first *line*\n[] ${ben.name}: second line\nthird line`;
    await becomes(async () => (await copied()).replaceAll(time, '[]'), all);
    // From the middle of the first message to the middle of the second one.
    await ann.page.evaluate(() => {
      const [first, second] = [...document.querySelectorAll('article .body')];
      for (const body of [first, second]) body?.normalize();
      const from = document.createTreeWalker(first ?? document, NodeFilter.SHOW_TEXT).nextNode();
      const to = document.createTreeWalker(second ?? document, NodeFilter.SHOW_TEXT).nextNode();
      if (from && to) document.getSelection()?.setBaseAndExtent(from, 2, to, 6);
    });
    const part = `[] ${ann.name}: rst line\n[] ${ben.name}: second`;
    await becomes(async () => (await copied()).replaceAll(time, '[]'), part);
    // Within one message, the browser copies what is selected.
    await ann
      .message(ben, 'first')
      .locator('.bubble')
      .evaluate((bubble) => document.getSelection()?.selectAllChildren(bubble));
    expect(await copied()).to.match(/^first line\s+\d/);
    await ann.textbox('Message').fill('of my own');
    await ann.textbox('Message').selectText();
    await becomes(copied, 'of my own');
    for (const visitor of [ann, ben]) await visitor.leave();
  });
});
