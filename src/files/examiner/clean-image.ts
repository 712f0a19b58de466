/** Makes a clean image of hostile bytes: decoded within limits and encoded anew, so nothing but its pixels remains. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { type Examined, previewPixels } from '../../engine/ports/file-examiner-port.ts';
import type { ImageType } from '../../protocol/media-types.ts';

/** Pixels of an image, and of all frames of an animated one: a phone takes 12 to 50 million, and each costs 4 bytes. */
export const imagePixelsMax = 50_000_000;

const avatarPixels = 256;
const placeholderPixels = 20;

sharp.concurrency(1);
sharp.cache(false);
// Only the decoders of the allowed types: the others would only be one more place for faults.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegFile',
    'VipsForeignLoadPngFile',
    'VipsForeignLoadNsgifFile',
    'VipsForeignLoadWebpFile',
    'VipsForeignLoadHeifFile',
  ],
});

/** The name that sharp has for the content of a type. */
const formats: Record<ImageType, string> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'heif',
};

/** Sensible qualities: hardly to be seen, and fast enough for a large photograph. */
const encoders: Record<ImageType, (image: Sharp) => Sharp> = {
  'image/jpeg': (image) => image.jpeg({ quality: 88 }),
  'image/png': (image) => image.png({ compressionLevel: 6 }),
  'image/gif': (image) => image.gif({ effort: 3 }),
  'image/webp': (image) => image.webp({ quality: 88, effort: 2 }),
  'image/avif': (image) => image.avif({ quality: 60, effort: 1 }),
};

export class UnreadableImage extends Error {}

/** @throws UnreadableImage when the bytes are no image of this type, or one beyond the limits */
export function cleanImage(path: string, folder: string, type: ImageType): Promise<Examined> {
  return readable(async () => {
    await requireWithinLimits(path, type);
    const keptPath = join(folder, 'image');
    const info = await encoders[type](decoded(path, isAnimated(type))).toFile(keptPath);
    const previewPath = join(folder, 'preview');
    await decoded(path, false).resize(fitting(previewPixels)).webp({ quality: 78 }).toFile(previewPath);
    const { size } = await stat(keptPath);
    const placeholder = await placeholderOf(previewPath);
    const details = { width: info.width, height: info.pageHeight ?? info.height, placeholder };
    return { type, kind: 'image', size, details, path: keptPath, previewPath };
  });
}

/** @throws UnreadableImage as `cleanImage` */
export function squarePicture(path: string, folder: string, type: ImageType): Promise<string> {
  return readable(async () => {
    await requireWithinLimits(path, type);
    const picturePath = join(folder, 'avatar');
    const size = { width: avatarPixels, height: avatarPixels, fit: 'cover' } as const;
    await decoded(path, false).resize(size).webp({ quality: 82 }).toFile(picturePath);
    return picturePath;
  });
}

async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new UnreadableImage('This image cannot be decoded.', { cause });
  }
}

const isAnimated = (type: ImageType) => type === 'image/gif' || type === 'image/webp';

/** An error in the data fails; a warning does not, because cameras add bytes that the format does not know. */
const decoded = (path: string, animated: boolean) =>
  sharp(path, { animated, limitInputPixels: imagePixelsMax, failOn: 'error' }).autoOrient();

const fitting = (pixels: number) =>
  ({ width: pixels, height: pixels, fit: 'inside', withoutEnlargement: true }) as const;

/** The decoder takes the type from the bytes by rules of its own. */
async function requireWithinLimits(path: string, type: ImageType): Promise<void> {
  const { format, width, height, pages = 1 } = await sharp(path, { limitInputPixels: imagePixelsMax }).metadata();
  if (format !== formats[type]) throw new Error(`The decoder found ${format} instead of ${type}.`);
  if (width * height * pages > imagePixelsMax) throw new Error('There are too many pixels.');
}

async function placeholderOf(previewPath: string): Promise<string> {
  const tiny = await sharp(previewPath).resize(fitting(placeholderPixels)).webp({ quality: 40, effort: 6 }).toBuffer();
  return `data:image/webp;base64,${tiny.toString('base64')}`;
}
