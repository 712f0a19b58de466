/** Messages by finger, on a narrow screen. */

import { expect } from 'chai';
import type { CDPSession } from 'playwright-core';
import { openSite } from './page-site.ts';
import { count, type Visitor } from './visitor.ts';

const phone = { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true };

describe('page: messages by touch', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  let finger: CDPSession;

  beforeEach(async () => {
    [ann, ben] = await site().pair(phone);
    await ann.open(ben);
    await ann.say('press me');
    await ann.say('see https://example.org now');
    await ann.message(ben, 'example.org').getByRole('link').waitFor();
    finger = await ann.page.context().newCDPSession(ann.page);
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  /** Holds a finger on an element for longer than a tap, after a move by this distance in px. */
  async function hold(target: ReturnType<Visitor['message']>, moved = 0): Promise<void> {
    const { x, y } = await target.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    if (moved > 0) {
      await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y: y - moved }] });
    }
    await ann.page.waitForTimeout(700);
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }

  it('opens the menu inside the window on a long press, and keeps it open when the finger leaves', async () => {
    await hold(ann.message(ben, 'press me').locator('.bubble'));
    const menu = ann.page.getByRole('menu');
    await menu.waitFor();
    const { x, y, width, height } = (await menu.boundingBox()) ?? { x: -1, y: -1, width: 0, height: 0 };
    expect([x, y].every((edge) => edge >= 0) && x + width <= 375 && y + height <= 667).to.equal(true);
    await ann.menuitem('Reply').tap();
    await ann.button('Cancel reply').waitFor();
    await count(menu, 0);
  });

  it('opens no menu when the finger moves, or when it presses a link', async () => {
    await hold(ann.message(ben, 'press me').locator('.bubble'), 40);
    await hold(ann.message(ben, 'example.org').getByRole('link'));
    await count(ann.page.getByRole('menu'), 0);
  });

  it('closes the menu on a tap outside', async () => {
    await hold(ann.message(ben, 'press me').locator('.bubble'));
    await ann.page.getByRole('menu').waitFor();
    await ann.page.touchscreen.tap(187, 200);
    await count(ann.page.getByRole('menu'), 0);
  });

  it('never scrolls sideways with quotes, reactions, the menu or an edit', async () => {
    const sideways = () =>
      ann.page.evaluate(() => {
        const boxes = document.querySelectorAll('html, .log, .dialog, [popover]');
        return Math.max(...[...boxes].map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
      });
    await ann.say('W'.repeat(300));
    await ann.choose(ben, 'WWW', 'Reply');
    await ann.say('answer');
    await ann.choose(ben, 'answer', 'React');
    expect(await sideways()).to.equal(0);
    await ann.dialog().getByRole('button', { name: 'React with 😂' }).tap();
    await ann.openMenu(ben, 'answer');
    expect(await sideways()).to.equal(0);
    await ann.menuitem('Edit').tap();
    await ann.textbox('Edit message').waitFor();
    expect(await sideways()).to.equal(0);
  });
});
