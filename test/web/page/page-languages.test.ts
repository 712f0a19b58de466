/** The conversation in other languages, chosen before the page loads and while it is open. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { becomes, type Visitor } from './visitor.ts';

describe('page: languages', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  eachPair(site, async (first, second) => {
    [ann, ben] = [first, second];
    await ann.open(ben);
    await ben.open(ann);
    await ben.say('from Ben');
    await ann.message(ben, 'from Ben').waitFor();
    await ann.say('from Ann');
    await ann.marked(ben, 'from Ann', 'Read');
  });

  const root = (attribute: string) => () =>
    ann.page.evaluate((name) => document.documentElement.getAttribute(name), attribute);
  const log = (name: string) => ann.page.getByRole('log', { name, exact: true });
  const article = (text: string) => ann.page.getByRole('article').filter({ hasText: text });

  async function keep(language: string): Promise<void> {
    await ann.page.evaluate((chosen) => localStorage.setItem('duologue.look/language', chosen), language);
  }

  /** Chooses a language in another tab, so that the page hears of it by a storage event. */
  async function chooseElsewhere(language: string): Promise<void> {
    const other = await ann.page.context().newPage();
    await other.goto('/favicon.svg');
    await other.evaluate((chosen) => localStorage.setItem('duologue.look/language', chosen), language);
    await other.close();
    await becomes(root('lang'), language);
  }

  /** The labels of the menu of a message, without their keys. */
  async function menuOf(text: string, button: string): Promise<(string | null)[]> {
    await article(text).getByRole('button', { name: button, exact: true }).click();
    await ann.page.getByRole('menu', { name: button, exact: true }).waitFor();
    const labels = await ann.page
      .getByRole('menuitem')
      .evaluateAll((items) =>
        items.map(({ childNodes }) => [...childNodes].find((node) => node.nodeType === 3)?.nodeValue ?? ''),
      );
    await ann.page.keyboard.press('Escape');
    return labels;
  }

  it('shows the conversation in the language that was chosen before', async () => {
    await keep('de');
    await ann.page.reload();
    await log(`Nachrichten mit ${ben.name}`).waitFor();
    expect(await root('lang')()).to.equal('de');
    await ann.page.getByRole('article', { name: /^Du: from Ann .*Gelesen$/ }).waitFor();
    await ann.page.locator('.day', { hasText: /^Heute$/ }).waitFor();
    expect(await ann.textbox('Nachricht').getAttribute('placeholder')).to.equal('Nachricht');
    expect(await menuOf('from Ann', 'Nachrichtenaktionen')).to.deep.equal([
      'Antworten',
      'Reagieren',
      'Bearbeiten',
      'Text kopieren',
      'Anheften',
      'Nachrichteninfo',
      'Löschen',
    ]);
  });

  it('follows a choice made in another tab: every row, and with the draft and the focus as they were', async () => {
    await ann.choose(ben, 'from Ben', 'Reply');
    await ann.say('quoting Ben');
    await ann.say('gone');
    await ann.choose(ben, 'gone', 'Delete');
    await ann.dialog().getByRole('button', { name: 'Delete' }).click();
    await ann.message(ben, 'Message deleted').waitFor();
    await ann.textbox('Message').fill('half a thought');
    await chooseElsewhere('de');
    await log(`Nachrichten mit ${ben.name}`).waitFor();
    await ann.page.getByRole('article', { name: /^Du: from Ann .*Gelesen$/ }).waitFor();
    await ann.page.locator('.day', { hasText: /^Heute$/ }).waitFor();
    await ann.page.getByRole('link', { name: `Antwort an ${ben.name}: from Ben` }).waitFor();
    await article('Nachricht gelöscht').waitFor();
    expect((await menuOf('from Ann', 'Nachrichtenaktionen'))[0]).to.equal('Antworten');
    const box = ann.textbox('Nachricht');
    expect(await box.inputValue()).to.equal('half a thought');
    await becomes(ann.focused, 'Nachricht');
  });

  it('mirrors the conversation for a language from right to left, and back', async () => {
    const startOf = async (text: string) => (await article(text).locator('.bubble').boundingBox())?.x ?? Number.NaN;
    expect(await startOf('from Ann')).to.be.above(await startOf('from Ben'));
    await chooseElsewhere('ar');
    await becomes(root('dir'), 'rtl');
    await log(`الرسائل مع ${ben.name}`).waitFor();
    expect(await startOf('from Ann')).to.be.below(await startOf('from Ben'));
    await ann.textbox('رسالة').press('Shift+Tab');
    await ann.page.keyboard.press('ArrowLeft');
    await becomes(ann.focused, 'إجراءات الرسالة');
    await ann.page.keyboard.press('ArrowRight');
    await becomes(() => article('from Ann').evaluate((element) => element === document.activeElement), true);
    await ann.isAccessible();
    await chooseElsewhere('en');
    await becomes(root('dir'), 'ltr');
    expect(await startOf('from Ann')).to.be.above(await startOf('from Ben'));
  });
});
