/** The viewer of images by finger: swipes lead to the other images and close it. */
import type { CDPSession } from 'playwright-core';
import { openSite } from './page-site.ts';
import { showFiles } from './shown-files.ts';
import { becomes, count, type Visitor } from './visitor.ts';

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe('page: the image viewer by touch', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;
  let finger: CDPSession;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ ...phone, serviceWorkers: 'block' });
    await showFiles(ann.page);
    await ann.page.reload();
    const data = { clientId: crypto.randomUUID(), body: 'files three' };
    await ben.page.context().request.post(`/api/conversations/${ann.name}/messages`, { data });
    await ann.open(ben);
    finger = await ann.page.context().newCDPSession(ann.page);
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const viewer = (name: string) => ann.page.getByRole('dialog', { name, exact: true });
  const image = () => ann.dialog().getByRole('img');
  const place = () =>
    image().evaluate((of) => getComputedStyle(of).transform.replace('none', 'matrix(1, 0, 0, 1, 0, 0)'));
  const atRest = 'matrix(1, 0, 0, 1, 0, 0)';
  const scale = () => image().evaluate((of) => new DOMMatrix(getComputedStyle(of).transform).a);
  const touch = (
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    ...touchPoints: { x: number; y: number; id?: number }[]
  ) => finger.send('Input.dispatchTouchEvent', { type, touchPoints });

  async function openSecond(): Promise<void> {
    await ann.page.getByRole('img', { name: 'second.png', exact: true }).tap();
    await viewer('second.png').waitFor();
  }

  /** Moves a finger over the image by this way, in px. */
  async function swipe(right: number, down: number): Promise<void> {
    const [x, y] = [195, 420];
    await touch('touchStart', { x, y });
    for (let step = 1; step <= 10; step += 1)
      await touch('touchMove', { x: x + (right * step) / 10, y: y + (down * step) / 10 });
    await touch('touchEnd');
  }

  it('shows the next image after a swipe to the left, and the previous one after a swipe to the right', async () => {
    await openSecond();
    await swipe(-120, 20);
    await viewer('third.png').waitFor();
    await swipe(-120, 0);
    await becomes(place, atRest);
    await viewer('third.png').waitFor();
    await swipe(120, -20);
    await viewer('second.png').waitFor();
    await swipe(120, 0);
    await viewer('first.png').waitFor();
  });

  it('shows the next image after a swipe to the right where the page reads from right to left', async () => {
    await ann.page.evaluate(() => localStorage.setItem('duologue.look/language', 'ar'));
    await ann.page.reload();
    await openSecond();
    await swipe(120, 0);
    await viewer('third.png').waitFor();
    await swipe(-120, 0);
    await viewer('second.png').waitFor();
  });

  it('closes after a swipe down, and stays in the conversation', async () => {
    await openSecond();
    await swipe(20, 160);
    await count(ann.dialog(), 0);
    await ann.log(ben).waitFor();
  });

  it('lets the image follow the finger, and stays after a short, a slanting or an upward move', async () => {
    await openSecond();
    await touch('touchStart', { x: 195, y: 420 });
    await touch('touchMove', { x: 180, y: 420 });
    await touch('touchMove', { x: 155, y: 420 });
    await becomes(place, 'matrix(1, 0, 0, 1, -40, 0)');
    await touch('touchEnd');
    await becomes(place, atRest);
    for (const [right, down] of [
      [0, 60],
      [100, 100],
      [-100, 90],
      [0, -160],
    ] as const) {
      await swipe(right, down);
      await becomes(place, atRest);
      await viewer('second.png').waitFor();
    }
  });

  it('moves a zoomed image by one finger, and zooms by two', async () => {
    await openSecond();
    await ann.button('Zoom in').tap();
    await becomes(place, 'matrix(1.5, 0, 0, 1.5, 0, 0)');
    await swipe(-120, 0);
    await becomes(place, 'matrix(1.5, 0, 0, 1.5, -120, 0)');
    await ann.button('Zoom out').click();
    await becomes(place, atRest);
    const fingers = (apart: number, down = 0) =>
      [-1, 1].map((side, id) => ({ x: 195 + side * apart, y: 420 + down, id }));
    await touch('touchStart', ...fingers(40).slice(0, 1));
    await touch('touchStart', ...fingers(40));
    for (const apart of [50, 60, 70, 80]) await touch('touchMove', ...fingers(apart));
    await touch('touchEnd');
    await becomes(scale, 2);
    await ann.button('Zoom out').click();
    await ann.button('Zoom out').click();
    await becomes(place, atRest);
    await touch('touchStart', ...fingers(80).slice(0, 1));
    await touch('touchStart', ...fingers(80));
    for (const down of [40, 80, 120]) await touch('touchMove', ...fingers(80, down));
    await touch('touchEnd');
    await viewer('second.png').waitFor();
  });
});
