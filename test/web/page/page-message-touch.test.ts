/** Messages by finger, on a narrow screen. */

import { expect } from 'chai';
import type { CDPSession } from 'playwright-core';
import { until } from '../../support/waiting.ts';
import { openSite } from './page-site.ts';
import { tone } from './sample-media.ts';
import { sendFiles } from './sent-by-page.ts';
import { becomes, count, type Visitor } from './visitor.ts';

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
    await ann.hasLogTools();
    finger = await ann.page.context().newCDPSession(ann.page);
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const longerThanATap = () => ann.page.waitForTimeout(700);
  const menuIsOpen = () => ann.page.getByRole('menu').waitFor();

  /** Holds a finger on an element, after a move by this distance in px. */
  async function hold(target: ReturnType<Visitor['message']>, until = longerThanATap, moved = 0): Promise<void> {
    const { x, y } = await target.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    if (moved > 0) {
      await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y: y - moved }] });
    }
    await until();
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }

  /** Moves a finger from the middle of an element by this way, in px. */
  async function drag(target: ReturnType<Visitor['message']>, right: number, up = 0): Promise<void> {
    const box = (await target.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    for (let step = 1; step <= 10; step += 1) {
      const point = { x: x + (right * step) / 10, y: y - (up * step) / 10 };
      await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [point] });
    }
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }

  it('shows the button of its menu under the mouse of a device for fingers', async () => {
    const message = ann.message(ben, 'press me');
    const opacity = () =>
      message.locator('.tools > .icon-button').evaluate((button) => getComputedStyle(button).opacity);
    expect(await opacity()).to.equal('0');
    await message.hover();
    await becomes(opacity, '1');
  });

  it('answers a message that a finger swipes to the right, and shows no menu', async () => {
    // A swipe that comes before its code does nothing.
    await until('the swipe answers', async () => {
      await drag(ann.message(ben, 'press me').locator('.bubble'), 100);
      return (await ann.button('Cancel reply').count()) > 0;
    });
    await count(ann.page.getByRole('menu'), 0);
    await becomes(() => ann.page.locator('[data-swipe]').count(), 0);
  });

  it('answers a message that a finger swipes to the left where the page reads from right to left', async () => {
    await ann.page.evaluate(() => localStorage.setItem('duologue.look/language', 'ar'));
    await ann.page.reload();
    const message = (text: string) => ann.page.getByRole('article').filter({ hasText: text });
    await message('example.org').getByRole('link').waitFor();
    await ann.hasLogTools();
    await drag(message('press me').locator('.bubble'), 100);
    await count(ann.button('إلغاء الرد'), 0);
    await drag(message('press me').locator('.bubble'), -100);
    await ann.button('إلغاء الرد').waitFor();
  });

  it('answers nothing when the swipe is short, or when the finger scrolls', async () => {
    await drag(ann.message(ben, 'press me').locator('.bubble'), 40);
    await drag(ann.message(ben, 'press me').locator('.bubble'), 80, 200);
    await drag(ann.message(ben, 'press me').locator('.bubble'), -100);
    await count(ann.button('Cancel reply'), 0);
    await count(ann.page.locator('[data-swipe]'), 0);
  });

  it('gives fingers a button of 44 px for the speed of a sound', async () => {
    await sendFiles(ben, ann, [{ name: 'voice.wav', bytes: tone(3), waveform: [40, 80, 20] }]);
    await ann.button('Speed 1×').waitFor();
    const { width = 0, height = 0 } = (await ann.button('Speed 1×').boundingBox()) ?? {};
    expect(Math.min(width, height)).to.be.at.least(44);
  });

  it('breaks the line on Enter of a keyboard on the screen, and sends on Enter of a real one', async () => {
    const box = ann.textbox('Message');
    await box.fill('one');
    // Android and iOS.
    for (const code of ['', 'Unidentified']) {
      const enter = { key: 'Enter', code, bubbles: true, cancelable: true };
      const isLeft = await box.evaluate((area, key) => area.dispatchEvent(new KeyboardEvent('keydown', key)), enter);
      expect(isLeft, code).to.equal(true);
    }
    expect(await box.inputValue()).to.equal('one');
    expect(await box.getAttribute('enterkeyhint')).to.equal('enter');
    await box.press('Enter');
    await becomes(() => box.inputValue(), '');
  });

  it('keeps the composer, and a dialog, above a keyboard that only moves the page', async () => {
    // As Safari reports it; the window keeps its size.
    await ann.page.addInitScript(() => {
      const part = Object.assign(new EventTarget(), { width: 375, height: 667, offsetTop: 0, scale: 1 });
      Object.defineProperty(window, 'visualViewport', { value: part });
    });
    const changeTo = (change: object) =>
      ann.page.evaluate((to) => {
        Object.assign(window.visualViewport as VisualViewport, to).dispatchEvent(new Event('resize'));
      }, change);
    const edges = async (element: ReturnType<Visitor['textbox']>) => {
      const { y = -1, height = 0 } = (await element.boundingBox()) ?? {};
      return { top: y, bottom: y + height };
    };
    await ann.page.reload();
    await ann.hasLogTools();
    await changeTo({ height: 367, offsetTop: 100 });
    const box = ann.textbox('Message');
    await becomes(async () => (await edges(box)).bottom <= 467, true);
    expect((await edges(ann.page.locator('.peer'))).top).to.equal(100);
    await ann.button('Emoji').click();
    const dialog = await edges(ann.page.getByRole('dialog'));
    expect(dialog.top >= 100 && dialog.bottom <= 467, JSON.stringify(dialog)).to.equal(true);
    await ann.page.keyboard.press('Escape');
    await changeTo({ height: 667, offsetTop: 0 });
    await becomes(async () => (await edges(box)).bottom > 600, true);
  });

  it('opens the menu inside the window on a long press, and keeps it open when the finger leaves', async () => {
    await hold(ann.message(ben, 'press me').locator('.bubble'), menuIsOpen);
    const menu = ann.page.getByRole('menu');
    await menu.waitFor();
    const { x, y, width, height } = (await menu.boundingBox()) ?? { x: -1, y: -1, width: 0, height: 0 };
    expect([x, y].every((edge) => edge >= 0) && x + width <= 375 && y + height <= 667).to.equal(true);
    await ann.menuitem('Reply').tap();
    await ann.button('Cancel reply').waitFor();
    await count(menu, 0);
  });

  it('opens the menu on a long press of a file', async () => {
    await sendFiles(ben, ann, [{ name: 'list.txt', bytes: Buffer.from('a small file') }], 'a list');
    const file = ann.message(ben, 'a list').getByRole('link', { name: 'list.txt' });
    await file.waitFor();
    await hold(file, menuIsOpen);
    await ann.menuitem('Reply').waitFor();
  });

  it('opens no menu when the finger moves, or when it presses a link', async () => {
    await hold(ann.message(ben, 'press me').locator('.bubble'), longerThanATap, 40);
    await hold(ann.message(ben, 'example.org').getByRole('link'));
    await count(ann.page.getByRole('menu'), 0);
  });

  it('closes the menu on a tap outside', async () => {
    await hold(ann.message(ben, 'press me').locator('.bubble'), menuIsOpen);
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
