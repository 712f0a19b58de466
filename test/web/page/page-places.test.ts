/** The places of a conversation to which the page leads: days in a calendar, its beginning, and the first unread message. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: places in a conversation', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  eachPair(site, (...pair) => {
    [ann, ben] = pair;
  });

  const press = (key: string) => ann.page.keyboard.press(key);
  const isOnScreen = (text: string) =>
    ann.message(ben, text).evaluate((article) => {
      const { top, bottom } = article.getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight;
    });
  /** The name of a day of the calendar, so many days or months from today. */
  const dayName = (days: number, months = 0) =>
    ann.page.evaluate(
      ([days, months]) => {
        const now = new Date();
        const last = new Date(now.getFullYear(), now.getMonth() + months + 1, 0).getDate();
        const date = months === 0 ? now.getDate() : Math.min(now.getDate(), last);
        const at = new Date(now.getFullYear(), now.getMonth() + months, date + days);
        return new Intl.DateTimeFormat(navigator.language, { dateStyle: 'full' }).format(at);
      },
      [days, months] as const,
    );
  const inGrid = () => ann.dialog().getByRole('grid');
  const marked = () => inGrid().getByRole('button', { name: /, with messages$/ });
  /** Ann does not look at the page. */
  const lookAway = () =>
    ann.page.evaluate(() => {
      document.hasFocus = () => false;
      window.dispatchEvent(new Event('blur'));
    });

  it('marks the days with messages in a calendar, which is used by keyboard, and leads to them', async () => {
    await ann.sends(ben, 'line', 60);
    await ann.page.goto(`/#/${ben.name}`);
    await ann.message(ben, 'line 60.').waitFor();
    await ann.button('Jump to date').click();
    await count(marked(), 1);
    await count(ann.button('First unread'), 0);
    expect(await marked().getAttribute('aria-label')).to.equal(`${await dayName(0)}, with messages`);
    await ann.isAccessible();
    await count(inGrid().getByRole('gridcell', { selected: true }), 1);
    await inGrid()
      .getByRole('gridcell', { selected: true, name: await dayName(0) })
      .waitFor();
    const [date, place] = await ann.page.evaluate(() => [new Date().getDate(), new Date().getDay()] as const);
    await count(inGrid().getByRole('button', { disabled: false }), date);
    // The week begins on Sunday in American English.
    await becomes(() => inGrid().getByRole('columnheader').first().textContent(), 'Sun');
    await marked().focus();
    await press('ArrowUp');
    await becomes(ann.focused, await dayName(-7));
    await press('End');
    await becomes(ann.focused, await dayName(-1 - place));
    await press('Home');
    await becomes(ann.focused, await dayName(-7 - place));
    await press('ArrowDown');
    for (let day = 0; day < place; day += 1) await press('ArrowRight');
    await becomes(ann.focused, `${await dayName(0)}, with messages`);
    await press('ArrowLeft');
    await becomes(ann.focused, await dayName(-1));
    await press('ArrowUp');
    await becomes(ann.focused, await dayName(-8));
    await press('ArrowDown');
    await press('ArrowRight');
    await becomes(ann.focused, `${await dayName(0)}, with messages`);
    await press('ArrowRight');
    await becomes(ann.focused, `${await dayName(0)}, with messages`);
    await press('PageUp');
    await becomes(ann.focused, await dayName(0, -1));
    await press('Shift+PageUp');
    await becomes(ann.focused, await dayName(0, -13));
    await press('PageDown');
    await press('Shift+PageDown');
    await marked().click();
    await count(ann.dialog(), 0);
    await becomes(() => isOnScreen('line 1.'), true);
  });

  it('says that a message does not exist to which a link leads', async () => {
    await ann.sends(ben, 'own', 2);
    await ann.page.goto(`/#/${ben.name}/999`);
    await ann.page.getByText('This message does not exist').waitFor();
    await ann.message(ben, 'own 2.').waitFor();
  });

  it('stays at the message to which the user jumps over unread ones, and leads to them and to the beginning', async () => {
    await ann.sends(ben, 'own', 60);
    await ann.page.goto(`/#/${ben.name}`);
    await ann.message(ben, 'own 60.').waitFor();
    await ben.sends(ann, 'seen', 1);
    await ann.message(ben, 'seen 1.').waitFor();
    await ann.item('Conversations', ben).getByText('seen 1.').waitFor();
    await count(ann.item('Conversations', ben).getByText(/unread/), 0);
    await lookAway();
    await ben.sends(ann, 'line', 40);
    await ann.message(ben, 'line 40.').waitFor({ state: 'attached' });
    await ann.page.evaluate((name) => (location.hash = `#/${name}/101`), ben.name);
    await becomes(() => isOnScreen('line 40.'), true);
    await ben.sends(ann, 'more', 1);
    await ann.message(ben, 'more 1.').waitFor({ state: 'attached' });
    await ann.focused();
    expect(await isOnScreen('line 40.')).to.equal(true);
    await ann.button('Jump to date').click();
    await ann.button('First unread').click();
    await becomes(() => isOnScreen('line 1.'), true);
    await ann.button('Jump to date').click();
    await ann.button('Beginning').click();
    await becomes(() => isOnScreen('own 1.'), true);
  });

  it('opens at the first unread message behind many own ones, and leads to it', async () => {
    await ben.sends(ann, 'seen', 1);
    await ann.page.goto(`/#/${ben.name}`);
    await ann.message(ben, 'seen 1.').waitFor();
    await count(ann.item('Conversations', ben).getByText(/unread/), 0);
    await ann.page.goto('/#/');
    await lookAway();
    await ann.sends(ben, 'own', 60);
    await ben.sends(ann, 'line', 30);
    await ann
      .item('Conversations', ben)
      .getByText(/30\s+unread/)
      .waitFor();
    await ann.page.goto(`/#/${ben.name}`);
    await becomes(() => isOnScreen('line 1.'), true);
    await ann.page.getByText('New messages', { exact: true }).waitFor();
    await ann.button('Jump to date').click();
    await ann.button('Beginning').click();
    await becomes(() => isOnScreen('seen 1.'), true);
    await ann.button('Jump to date').click();
    await ann.button('First unread').click();
    await becomes(() => isOnScreen('line 1.'), true);
  });

  it('marks the days of the messages that the device holds while there is no connection', async () => {
    await ann.sends(ben, 'line', 3);
    await ann.page.goto(`/#/${ben.name}`);
    await ann.message(ben, 'line 3.').waitFor();
    // The dialog is loaded before the connection ends.
    await ann.button('Jump to date').click();
    await count(marked(), 1);
    await press('Escape');
    await count(ann.dialog(), 0);
    await ann.page.context().setOffline(true);
    await ann.says(/you are offline/);
    await ann.button('Jump to date').click();
    await count(marked(), 1);
    expect(await marked().getAttribute('aria-label')).to.equal(`${await dayName(0)}, with messages`);
    await ann.page.context().setOffline(false);
  });
});
