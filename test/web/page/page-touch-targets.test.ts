/** The size of what a finger has to hit, on every screen of a phone. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { itemOf, logOf, makeRoom } from './room-finders.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const phone = { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true };

/** In px: the least that WCAG 2.5.5 and the platforms of phones ask for. */
const least = 44;

describe('page: what a finger hits', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair(phone);
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  /** Links inside of a text, and what only screen readers and the Tab key find, may be smaller. */
  const tooSmall = () =>
    ann.page.evaluate(
      (px) =>
        [...document.querySelectorAll('a[href], button, input, select, textarea, [role=option]')]
          .filter((control) => control.checkVisibility({ visibilityProperty: true }))
          .filter((control) => !control.closest('.unseen, .block, [inert], .body, .hint'))
          .map((control) => {
            const hit = control.matches('[type=checkbox], [type=radio]') ? control.closest('label') : control;
            return { control, box: (hit ?? control).getBoundingClientRect() };
          })
          .filter(({ box }) => Math.round(Math.min(box.width, box.height)) < px)
          .map(
            ({ control, box }) =>
              `${Math.round(box.width)} × ${Math.round(box.height)} ${control.outerHTML.slice(0, 90)}`,
          ),
      least,
    );

  const isLarge = (screen: string) => tooSmall().then((found) => expect(found, screen).to.deep.equal([]));

  it('is large enough in the lists, in a conversation and in its menus', async () => {
    await ann.list('People').getByRole('listitem').first().waitFor();
    await isLarge('the lists');
    await ann.open(ben);
    await ann.say('one');
    await ann.marked(ben, 'one', 'Sent');
    await ann.choose(ben, 'one', 'Edit');
    await ann.textbox('Edit message').fill('two');
    await isLarge('an edit');
    await ann.button('Save').click();
    await ann.button('Edited').waitFor();
    await ann.message(ben, 'two').getByRole('button', { name: 'Message actions' }).click();
    await ann.page.getByRole('menu').waitFor();
    await isLarge('the menu of a message');
    await ann.page.keyboard.press('Escape');
    await ann.choose(ben, 'two', 'React');
    await ann.page.getByRole('dialog').waitFor();
    await isLarge('the reactions');
    await ann.button('All emoji').click();
    await ann.button('Flags').waitFor();
    await isLarge('every emoji');
    await ann.page.keyboard.press('Escape');
    await count(ann.dialog(), 0);
    await ann.choose(ben, 'two', 'React');
    await ann.page.getByRole('dialog').waitFor();
    await ann.button('React with 👍').click();
    await ann.reaction(ben, 'two', '👍, 1').waitFor();
    await isLarge('a conversation');
    await ann.button('Conversation actions').click();
    await ann.page.getByRole('menu').waitFor();
    await isLarge('the menu of a conversation');
  });

  it('is large enough in a room and its members', async () => {
    await makeRoom(ann, 'Climbing', [ben]);
    await itemOf(ann, 'Climbing').click();
    await logOf(ann, 'Climbing').waitFor();
    await ann.button('2 members').waitFor();
    await isLarge('a room');
    await ann.button('2 members').click();
    await ann.dialog().waitFor();
    await isLarge('the members');
  });

  it('is large enough in the dialogs of a new room and of the status', async () => {
    const account = ann.page.getByRole('button', { name: /^Account menu/ });
    await account.click();
    await ann.menuitem('New room').click();
    await ann.dialog().getByRole('combobox').fill(ben.name);
    await ann.dialog().getByRole('option').first().waitFor();
    await isLarge('a new room');
    await ann.dialog().getByRole('option').first().click();
    await isLarge('a new room with a member');
    await ann.page.keyboard.press('Escape');
    await count(ann.dialog(), 0);
    await account.click();
    await ann.menuitem('Set status').click();
    await ann.dialog().getByRole('combobox').waitFor();
    await isLarge('the status');
  });

  it('is large enough in the settings, which scroll instead of the document', async () => {
    await ann.page.goto('/settings');
    await ann.section('Your data').waitFor();
    await isLarge('the settings');
    const overhang = () => ann.page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    await becomes(overhang, 0);
    const scrolls = await ann.page.locator('main').evaluate((main) => main.scrollHeight > main.clientHeight);
    expect(scrolls).to.equal(true);
  });
});
