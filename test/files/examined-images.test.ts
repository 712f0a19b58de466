/** Tests the examination of images: limits, what is removed, and what stays. */
import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { expect } from 'chai';
import sharp from 'sharp';
import { imageTypes } from '../../src/protocol/media-types.ts';
import { examinerOfTest } from './examined-bytes.ts';
import { animation, imageOf, photograph } from './sample-images.ts';

const examiner = examinerOfTest();

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    ({ code }: { code: string }) => code,
  );

/** A PNG whose header announces this size. */
async function announcing(width: number, height: number): Promise<Buffer> {
  const png = await imageOf('image/png', { width: 4, height: 4 });
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

describe('the examination of an image', () => {
  after(examiner.close);

  it('turns a photograph upright and removes place and camera', async () => {
    const photo = await photograph({ width: 1_200, height: 800 });
    expect((await sharp(photo).metadata()).exif?.includes('Secretphone')).to.equal(true);
    const { path, previewPath, ...found } = await examiner.examine(photo);
    const { width, height, placeholder } = found.details;
    expect([found.type, found.kind, width, height]).to.deep.equal(['image/jpeg', 'image', 800, 1_200]);
    expect(found.size).to.equal(readFileSync(path).length);
    const kept = await sharp(path).metadata();
    expect([kept.exif, kept.xmp, kept.iptc, kept.orientation]).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    const preview = await sharp(previewPath ?? '').metadata();
    expect([preview.format, preview.width, preview.height, preview.exif]).to.deep.equal(['webp', 427, 640, undefined]);
    expect(placeholder).to.match(/^data:image\/webp;base64,[\w+/=]{20,1500}$/);
  });

  it('keeps the format of each allowed type', async () => {
    for (const type of imageTypes) {
      const found = await examiner.examine(await imageOf(type, { width: 30, height: 20 }));
      expect([found.type, found.details.width, found.details.height]).to.deep.equal([type, 30, 20]);
      expect((await sharp(found.path).metadata()).format).to.equal(type === 'image/avif' ? 'heif' : type.slice(6));
    }
  });

  it('keeps every frame of an animated GIF and WebP', async () => {
    for (const format of ['gif', 'webp'] as const) {
      const found = await examiner.examine(await animation(format, 5, { width: 40, height: 30 }));
      expect([found.details.width, found.details.height], format).to.deep.equal([40, 30]);
      expect((await sharp(found.path, { animated: true }).metadata()).pages, format).to.equal(5);
    }
  });

  it('removes everything that hides in or after the image', async () => {
    const html = '<script>alert(1)</script>';
    for (const type of imageTypes) {
      const bytes = Buffer.concat([
        await imageOf(type, { width: 30, height: 20 }),
        Buffer.from(`PK\u0003\u0004${html}`),
      ]);
      const { path } = await examiner.examine(bytes);
      expect(readFileSync(path).includes('script'), type).to.equal(false);
    }
    const commented = await imageOf('image/gif', { width: 30, height: 20 });
    const comment = Buffer.concat([Buffer.from([0x21, 0xfe, html.length]), Buffer.from(html), Buffer.from([0])]);
    const end = commented.length - 1;
    const { path } = await examiner.examine(Buffer.concat([commented.subarray(0, end), comment, Buffer.from([0x3b])]));
    expect(readFileSync(path).includes('script')).to.equal(false);
  });

  it('refuses an image with too many pixels before it decodes them', async () => {
    expect(await refusal(examiner.examine(await announcing(30_000, 30_000)))).to.equal('invalid_input');
    const frames = await animation('gif', 60, { width: 1_000, height: 1_000 });
    expect(await refusal(examiner.examine(frames)), 'all frames together').to.equal('invalid_input');
  });

  it('refuses an image that is cut off', async () => {
    for (const type of imageTypes) {
      const bytes = await imageOf(type, { width: 300, height: 200 });
      const half = bytes.subarray(0, Math.floor(bytes.length / 2));
      expect(await refusal(examiner.examine(half)), type).to.equal('invalid_input');
    }
  });

  it('leaves the bytes of an image that is sent as a file, as a download', async () => {
    const photo = await photograph({ width: 60, height: 40 });
    const { path, ...found } = await examiner.examine(photo, true);
    expect(readFileSync(path).equals(photo)).to.equal(true);
    const asFile = {
      type: 'application/octet-stream',
      kind: 'file',
      size: photo.length,
      details: {},
      previewPath: null,
    };
    expect(found).to.deep.equal(asFile);
  });
});

describe('the picture of a user', () => {
  const pictures = examinerOfTest();
  after(pictures.close);

  it('is a square of 256 pixels without place and camera', async () => {
    const path = await pictures.makeAvatar(await photograph({ width: 600, height: 400 }));
    const { format, width, height, exif } = await sharp(path).metadata();
    expect([format, width, height, exif]).to.deep.equal(['webp', 256, 256, undefined]);
  });

  it('is made of an image only', async () => {
    expect(await refusal(pictures.makeAvatar('<svg xmlns="http://www.w3.org/2000/svg"/>'))).to.equal('invalid_input');
    expect(await refusal(pictures.makeAvatar('hello'))).to.equal('invalid_input');
  });
});
