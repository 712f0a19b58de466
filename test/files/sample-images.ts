/** Images that the tests of files examine. */
import sharp from 'sharp';
import type { ImageType } from '../../src/protocol/media-types.ts';

export interface Size {
  width: number;
  height: number;
}

/** A picture with a colour for each of its pixels, so that no format shrinks it to nothing. */
export function picture({ width, height }: Size) {
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = (at * 31 + (at >> 5)) % 256;
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A photograph that a phone, held upright, took somewhere. */
export const photograph = (size: Size): Promise<Buffer> =>
  picture(size)
    .withExif({ IFD0: { Make: 'Secretphone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

/** Frames of one colour each, one below the other in memory. */
export function animation(format: 'gif' | 'webp', frames: number, { width, height }: Size): Promise<Buffer> {
  const frame = width * height * 3;
  const pixels = Buffer.alloc(frame * frames);
  for (let at = 0; at < frames; at += 1) pixels.fill((at * 50) % 256, at * frame, (at + 1) * frame);
  const raw = { width, height: height * frames, channels: 3, pageHeight: height } as const;
  return sharp(pixels, { raw })
    [format]({ delay: Array(frames).fill(100) })
    .toBuffer();
}

const encodings = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
} as const satisfies Record<ImageType, string>;

export const imageOf = (type: ImageType, size: Size): Promise<Buffer> => picture(size)[encodings[type]]().toBuffer();
