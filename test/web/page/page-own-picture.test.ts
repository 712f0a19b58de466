/** The settings of the own picture: choosing, cropping, saving and removing it. */
import { expect } from 'chai';
import sharp from 'sharp';
import { openSite } from './page-site.ts';
import { becomes, count, type Visitor } from './visitor.ts';

/** The left half is red, the right half is blue. */
const halves = (width = 1_200, height = 800): Promise<Buffer> => {
  const right = { left: width / 2, top: 0, width: width / 2, height };
  const blue = sharp({ create: { width: right.width, height, channels: 3, background: '#0000ff' } }).png();
  return blue.toBuffer().then((input) =>
    sharp({ create: { width, height, channels: 3, background: '#ff0000' } })
      .composite([{ input, left: right.left, top: 0 }])
      .png()
      .toBuffer(),
  );
};

describe('page: the settings of the own picture', () => {
  const site = openSite();
  let ann: Visitor;
  let ben: Visitor;

  beforeEach(async () => {
    [ann, ben] = await site().pair();
    await ann.sends(ben, 'Hello', 1);
    await ben.open(ann);
    await ann.page.goto('/settings');
    await ann.button('Choose picture').waitFor();
  });
  afterEach(async () => {
    await ann?.leave();
    await ben?.leave();
  });

  const crop = () => ann.page.getByRole('dialog', { name: 'Crop picture', exact: true });
  const stage = () => ann.page.getByRole('application', { name: 'Position of the picture', exact: true });
  const zoom = () => ann.page.getByRole('slider', { name: 'Zoom', exact: true });
  const profile = () => ann.section('Profile');
  const inHeader = () => ben.page.locator('header.peer .avatar img');
  const press = (key: string) => ann.page.keyboard.press(key);

  async function choose(buffer: Buffer, name = 'face.png', mimeType = 'image/png'): Promise<void> {
    const [chooser] = await Promise.all([ann.page.waitForEvent('filechooser'), ann.button('Choose picture').click()]);
    await chooser.setFiles({ name, mimeType, buffer });
  }

  /** The colours at the left and at the right edge of the picture that Ben sees. */
  async function edges(): Promise<string[]> {
    const path = (await inHeader().getAttribute('src')) ?? '';
    const answer = await ben.page.context().request.get(path);
    const { data, info } = await sharp(await answer.body())
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const colour = (x: number) => {
      const at = (Math.floor(info.height / 2) * info.width + x) * 3;
      return (data[at] ?? 0) > (data[at + 2] ?? 0) ? 'red' : 'blue';
    };
    return [colour(4), colour(info.width - 5)];
  }

  it('cuts the middle out of an image, and shows the picture to others without a reload', async () => {
    await choose(await halves());
    await stage().waitFor();
    const [request] = await Promise.all([
      ann.page.waitForRequest((one) => one.method() === 'PUT'),
      ann.button('Use picture').click(),
    ]);
    await profile().getByText('Your picture is changed.', { exact: true }).waitFor();
    await count(crop(), 0);
    expect(await request.headerValue('content-type')).to.equal('image/webp');
    await inHeader().waitFor();
    expect(await edges()).to.deep.equal(['red', 'blue']);
    await ben.item('Conversations', ann).locator('.avatar img').waitFor();
    await profile().locator('.avatar img').waitFor();
  });

  it('is removed after a confirmation, and gives the focus on', async () => {
    await choose(await halves());
    await ann.button('Use picture').click();
    await inHeader().waitFor();
    await ann.button('Remove picture').click();
    await ann.dialog().getByRole('button', { name: 'Cancel', exact: true }).click();
    await count(ann.dialog(), 0);
    expect(await inHeader().count()).to.equal(1);
    await ann.button('Remove picture').click();
    await ann.dialog().getByRole('button', { name: 'Remove picture', exact: true }).click();
    await profile().getByText('Your picture is removed.', { exact: true }).waitFor();
    await count(inHeader(), 0);
    await count(ann.button('Remove picture'), 0);
    await becomes(() => ann.focused(), 'Choose picture');
  });

  it('is cropped by keyboard alone', async () => {
    await choose(await halves());
    await stage().waitFor();
    await becomes(() => ann.focused(), 'Position of the picture');
    for (let step = 0; step < 6; step += 1) await press('+');
    await becomes(() => zoom().getAttribute('aria-valuetext'), '231%');
    await press('-');
    await becomes(() => zoom().getAttribute('aria-valuetext'), '201%');
    // The image moves to the right, so that its red half fills the crop.
    for (let step = 0; step < 40; step += 1) await press('ArrowRight');
    await press('Tab');
    await becomes(() => ann.focused(), 'Zoom out');
    await press('Tab');
    await press('+');
    await becomes(() => zoom().getAttribute('aria-valuetext'), '231%');
    await press('Tab');
    await press('Tab');
    await press('Enter');
    await inHeader().waitFor();
    await becomes(edges, ['red', 'red']);
  });

  it('is cropped by pointer, wheel and slider', async () => {
    await choose(await halves());
    const { x = 0, y = 0, width = 0, height = 0 } = (await stage().boundingBox()) ?? {};
    const [middle, line] = [x + width / 2, y + height / 2];
    await ann.page.mouse.move(middle, line);
    await ann.page.mouse.wheel(0, -100);
    await becomes(() => zoom().getAttribute('aria-valuetext'), '115%');
    await zoom().fill('100');
    await becomes(() => zoom().getAttribute('aria-valuetext'), '625%');
    await becomes(() => ann.button('Zoom in').getAttribute('aria-disabled'), 'true');
    await ann.page.mouse.move(middle, line);
    await ann.page.mouse.down();
    await ann.page.mouse.move(middle - width / 2, line, { steps: 5 });
    await ann.page.mouse.up();
    await ann.button('Use picture').click();
    await inHeader().waitFor();
    expect(await edges()).to.deep.equal(['blue', 'blue']);
  });

  it('stays as it was when the dialog is left', async () => {
    await choose(await halves());
    await stage().waitFor();
    await press('Escape');
    await count(crop(), 0);
    await becomes(() => ann.focused(), 'Choose picture');
    await choose(await halves());
    await crop().getByRole('button', { name: 'Cancel', exact: true }).click();
    await count(crop(), 0);
    expect(await inHeader().count()).to.equal(0);
  });

  it('tells in plain words that a file is no image, or too large', async () => {
    await choose(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'face.png');
    await ann.alert().filter({ hasText: 'This is not an image that your browser can show.' }).waitFor();
    await ann.page.evaluate(() => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(50_000_001)], 'large.png', { type: 'image/png' }));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: files, cancelable: true }));
    });
    await ann.alert().filter({ hasText: 'This file is too large. Choose one of at most 50 MB.' }).waitFor();
    await count(crop(), 0);
  });

  it('keeps the crop when the server cannot be reached, and saves it later', async () => {
    await choose(await halves());
    await stage().waitFor();
    await ann.page.context().setOffline(true);
    await ann.button('Use picture').click();
    await crop().getByRole('alert').filter({ hasText: 'The server cannot be reached.' }).waitFor();
    await ann.page.context().setOffline(false);
    await ann.button('Use picture').click();
    await inHeader().waitFor();
    await count(crop(), 0);
  });

  it('takes an image that is dropped on the page', async () => {
    const bytes = [...(await halves(300, 200))];
    const drag = (type: string) =>
      ann.page.evaluate(
        ([type, bytes]) => {
          const files = new DataTransfer();
          files.items.add(new File([new Uint8Array(bytes)], 'face.png', { type: 'image/png' }));
          return !window.dispatchEvent(new DragEvent(type, { dataTransfer: files, cancelable: true }));
        },
        [type, bytes] as const,
      );
    expect(await drag('dragover')).to.equal(true);
    await profile().getByText('Drop the image to use it as your picture.', { exact: true }).waitFor();
    expect(await drag('drop')).to.equal(true);
    await stage().waitFor();
  });

  for (const options of [{}, { colorScheme: 'dark' }, { forcedColors: 'active' }] as const) {
    it(`is accessible with ${JSON.stringify(options)}`, async () => {
      await ann.page.emulateMedia(options);
      await choose(await halves());
      await stage().waitFor();
      await ann.isAccessible();
      await ann.button('Use picture').click();
      await ann.button('Remove picture').waitFor();
      await count(crop(), 0);
      await ann.isAccessible();
    });
  }
});
