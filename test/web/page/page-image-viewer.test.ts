/** The viewer of the images of a message. */
import { expect } from 'chai';
import { openSite } from './page-site.ts';
import { showFiles } from './shown-files.ts';
import { becomes, count, type Visitor } from './visitor.ts';

describe('page: the image viewer', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair({ viewport: { width: 1_000, height: 900 }, serviceWorkers: 'block' });
    await showFiles(ann.page);
    await ann.page.reload();
    const data = { clientId: crypto.randomUUID(), body: 'files three' };
    await ben.page.context().request.post(`/api/conversations/${ann.name}/messages`, { data });
    await ann.open(ben);
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const inLog = (name: string) => ann.log(ben).getByRole('img', { name, exact: true });
  const viewer = (name: string) => ann.page.getByRole('dialog', { name, exact: true });
  const shown = () => ann.dialog().getByRole('img');
  const scale = () => shown().evaluate((of) => Math.round(new DOMMatrix(getComputedStyle(of).transform).a * 10) / 10);
  const press = (key: string) => ann.page.keyboard.press(key);

  async function openFirst(): Promise<void> {
    await inLog('first.png').click();
    await viewer('first.png').waitFor();
    await becomes(() => shown().evaluate((of: HTMLImageElement) => of.naturalWidth), 800);
  }

  it('opens by keyboard, walks through the images, and gives the focus back', async () => {
    await inLog('first.png').waitFor();
    await ann.hasLogTools();
    await ann.log(ben).getByRole('article').focus();
    await press('ArrowRight');
    await press('Enter');
    await viewer('first.png').waitFor();
    await becomes(() => ann.button('Close').evaluate((of) => of === document.activeElement), true);
    await press('ArrowLeft');
    await press('ArrowRight');
    await viewer('second.png').getByText('Image 2 of 3', { exact: true }).waitFor();
    await press('ArrowRight');
    await press('ArrowRight');
    await viewer('third.png').waitFor();
    await press('Escape');
    await count(ann.dialog(), 0);
    expect(await inLog('first.png').evaluate((of) => of.parentElement === document.activeElement)).to.equal(true);
  });

  it('opens from each image, and walks by its buttons', async () => {
    await inLog('second.png').click();
    await viewer('second.png').getByRole('button', { name: 'Next image', exact: true }).click();
    await viewer('third.png').waitFor();
    await becomes(() => ann.button('Next image').getAttribute('aria-disabled'), 'true');
    await ann.button('Previous image').click();
    await viewer('second.png').waitFor();
    await ann.button('Close').click();
    await count(ann.dialog(), 0);
  });

  it('zooms by buttons, keys, wheel and double click, and starts anew at the next image', async () => {
    await openFirst();
    await ann.button('Zoom in').click();
    await becomes(scale, 1.5);
    await press('-');
    await becomes(scale, 1);
    await becomes(() => ann.button('Zoom out').getAttribute('aria-disabled'), 'true');
    await shown().hover();
    await ann.page.mouse.wheel(0, -250);
    await becomes(scale, 1.5);
    await shown().dblclick();
    await becomes(scale, 1);
    await shown().dblclick();
    await becomes(scale, 2.5);
    await press('ArrowRight');
    await viewer('second.png').waitFor();
    await becomes(scale, 1);
  });

  it('keeps the point under the mouse in its place, and moves a zoomed image', async () => {
    await openFirst();
    const { x, y, width, height } = (await shown().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await ann.page.mouse.move(x + width / 4, y + height / 4);
    await ann.page.mouse.wheel(0, -250);
    await becomes(scale, 1.5);
    const zoomed = (await shown().boundingBox()) ?? { x: 0, y: 0 };
    expect(zoomed.x + (width * 1.5) / 4).to.be.closeTo(x + width / 4, 1);
    await ann.page.mouse.down();
    await ann.page.mouse.move(x + width / 4 + 40, y + height / 4 + 30, { steps: 4 });
    await ann.page.mouse.up();
    const moved = (await shown().boundingBox()) ?? { x: 0, y: 0 };
    expect(moved.x - zoomed.x).to.be.closeTo(40, 1);
    expect(moved.y - zoomed.y).to.be.closeTo(30, 1);
  });

  it('zooms by two fingers', async () => {
    await openFirst();
    const touch = await ann.page.context().newCDPSession(ann.page);
    const { x, y, width, height } = (await shown().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const [middle, line] = [x + width / 2, y + height / 2];
    const points = (apart: number) => [
      { x: middle - apart, y: line, id: 0 },
      { x: middle + apart, y: line, id: 1 },
    ];
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(40) });
    for (const apart of [50, 60, 70, 80]) {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(apart) });
    }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await becomes(scale, 2);
  });

  it('offers the whole image as a download', async () => {
    await openFirst();
    const link = ann.dialog().getByRole('link', { name: 'Download first.png', exact: true });
    expect(await link.getAttribute('href')).to.equal(`/api/conversations/${ben.name}/files/a`);
    expect(await shown().getAttribute('src')).to.equal(`/api/conversations/${ben.name}/files/a`);
  });

  for (const options of [{}, { colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
    it(`is accessible with ${JSON.stringify(options)}`, async () => {
      await ann.page.emulateMedia(options);
      await openFirst();
      await ann.isAccessible();
    });
  }
});
