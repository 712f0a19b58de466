/** Texts that the composer cannot send: too long, or without anything to see. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: a text that cannot be sent', () => {
  const site = openSite();
  /** The reason that a screen reader tells at the box. */
  const reasonAt = (visitor: Visitor, name: string) =>
    visitor
      .textbox(name)
      .evaluate((box) => document.getElementById(box.getAttribute('aria-describedby') ?? '')?.textContent);

  it('stays in the composer when it has invisible characters only, and the reason is told', async () => {
    const [ann, ben] = await site().pair();
    await ann.open(ben);
    await ann.say('\u200b\u2800');
    await ann.alert().getByText('only invisible characters').waitFor();
    await becomes(() => ann.textbox('Message').getAttribute('aria-invalid'), 'true');
    expect(await reasonAt(ann, 'Message')).to.contain('only invisible characters');
    await becomes(() => ann.textbox('Message').inputValue(), '\u200b\u2800');
    await ann.textbox('Message').fill('seen');
    await count(ann.alert(), 0);
    await becomes(() => ann.textbox('Message').getAttribute('aria-invalid'), 'false');
    await ann.say('seen');
    await ann.marked(ben, 'seen', 'Sent');
    await count(ann.log(ben).getByRole('article'), 1);
    await ann.choose(ben, 'seen', 'Edit');
    await ann.textbox('Edit message').fill('\u3164\u0301');
    await ann.button('Save').click();
    await ann.alert().getByText('only invisible characters').waitFor();
    expect(await reasonAt(ann, 'Edit message')).to.contain('only invisible characters');
    await ann.textbox('Edit message').fill('x'.repeat(4_001));
    await count(ann.page.getByText('only invisible characters'), 0);
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('tells before the page is closed that it keeps only the start of a long text', async () => {
    const [ann, ben] = await site().pair();
    await ann.open(ben);
    const box = ann.textbox('Message');
    await box.fill('x'.repeat(8_000));
    await ann.page.getByText('8000 of 4000 characters. Shorten the text to send it.').waitFor();
    expect(await reasonAt(ann, 'Message')).to.contain('8000 of 4000');
    await count(ann.page.getByText('are kept'), 0);
    await box.fill('x'.repeat(8_001));
    await ann.page.getByText('only its first 8000 characters are kept').waitFor();
    await ann.page.reload();
    await becomes(async () => (await box.inputValue()).length, 8_000);
    for (const visitor of [ann, ben]) await visitor.leave();
  });

  it('may have a million characters, and is still written in', async () => {
    const [ann, ben] = await site().pair();
    await ann.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await ann.open(ben);
    const box = ann.textbox('Message');
    // The direction of each line of its own takes seconds in such a text.
    const directions = () => box.evaluate((element) => getComputedStyle(element).unicodeBidi);
    expect(await directions()).to.equal('plaintext');
    await ann.page.evaluate(() => navigator.clipboard.writeText('word '.repeat(200_000)));
    await box.press('Control+V');
    await ann.page.getByText('1000000 of 4000 characters').waitFor();
    expect(await directions()).to.equal('normal');
    await box.press('!');
    await ann.page.getByText('1000001 of 4000 characters').waitFor();
    await box.press('Control+A');
    await box.press('Delete');
    await ann.page.keyboard.type('short');
    expect(await directions()).to.equal('plaintext');
    await box.press('Enter');
    await ann.marked(ben, 'short', 'Sent');
    for (const visitor of [ann, ben]) await visitor.leave();
  });
});
