/** A room that is used by keyboard alone, in a browser against a real server. */
import { expect } from 'chai';
import { eachPair, openSite } from './page-site.ts';
import { itemOf, logOf } from './room-finders.ts';
import type { Visitor } from './visitor.ts';

/** More stops than the page has on the way to any of its parts. */
const stopsMax = 60;

describe('page: a room by keyboard', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  eachPair(site, (...pair) => {
    [ann, ben] = pair;
  });

  /** The label of the focused field, or the name or text of the focused element. */
  const nameOfFocused = () =>
    ann.page.evaluate(() => {
      const { activeElement: element } = document;
      const [label] = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
      return label?.textContent ?? element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });

  const press = (key: string) => ann.page.keyboard.press(key);
  const type = (text: string) => ann.page.keyboard.type(text);

  async function moveTo(name: string, key: 'Tab' | 'Shift+Tab' | 'ArrowDown' = 'Tab'): Promise<void> {
    const passed: string[] = [];
    while (passed.length < stopsMax) {
      await press(key);
      const focused = await nameOfFocused();
      if (focused.startsWith(name)) return;
      passed.push(focused);
    }
    expect.fail(`${name} is not among ${passed.join(', ')}`);
  }

  it('is made, written in with a mention, renamed and left', async () => {
    await moveTo('Account menu');
    await press('Enter');
    await ann.menuitem('New room').waitFor();
    await moveTo('New room', 'ArrowDown');
    await press('Enter');
    await ann.dialog().waitFor();
    await type('Climbing');
    await moveTo('People');
    await type(ben.name);
    await ann.page.getByRole('option').filter({ hasText: ben.name }).waitFor();
    await press('Enter');
    await moveTo('Create room');
    await press('Enter');
    await logOf(ann, 'Climbing').waitFor();

    await moveTo('Message');
    await type(`look @${ben.name}`);
    await ann.page.getByRole('option').filter({ hasText: ben.name }).waitFor();
    await press('Enter');
    await press('Enter');
    await itemOf(ben, 'Climbing').click();
    await logOf(ben, 'Climbing').getByText('look').waitFor();

    await moveTo('2 members', 'Shift+Tab');
    await press('Enter');
    await ann.dialog().getByRole('listitem').first().waitFor();
    await moveTo('Title');
    await press('Control+A');
    await type('Bouldering');
    await press('Enter');
    await itemOf(ben, 'Bouldering').waitFor();
    await moveTo('Leave room');
    await press('Enter');
    await ann.page.getByText('If no other owner stays').waitFor();
    await moveTo('Leave room');
    await press('Enter');
    await ann.page.getByRole('heading', { name: 'You are not a member of this room' }).waitFor();
  });
});
