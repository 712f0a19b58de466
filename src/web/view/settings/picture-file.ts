/** Reads the image of a picture from a file, and cuts the picture out of it. */
import { type Crop, pictureSide, placed } from './crop-geometry.ts';

/** In MB: the image is decoded in the memory of the page. */
export const fileMegabytesMax = 50;

const quality = 0.9;

export const isTooLarge = ({ size }: Blob): boolean => size > fileMegabytesMax * 1_000_000;

/** The image as its camera was held. Null for a file that the browser cannot decode. */
export const readImage = (file: Blob): Promise<ImageBitmap | null> => createImageBitmap(file).catch(() => null);

/** A square WebP; a JPEG where the browser writes no WebP. */
export async function cutOut(image: ImageBitmap, crop: Crop): Promise<Blob> {
  const side = pictureSide(crop);
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = contextOf(canvas);
  // A JPEG is not transparent, and shows black instead.
  context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--picture-ground');
  context.fillRect(0, 0, side, side);
  drawPlaced(context, image, crop, { stage: side, frame: side });
  const picture = await written(canvas, 'image/webp');
  return picture.type === 'image/webp' ? picture : written(canvas, 'image/jpeg');
}

/** @param frame - the side of the crop on the stage; both are in pixels of the canvas. */
export function drawPlaced(
  context: CanvasRenderingContext2D,
  image: ImageBitmap,
  crop: Crop,
  { stage, frame }: { stage: number; frame: number },
): void {
  const { left, top, width, height } = placed(image, crop, stage, frame);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, left, top, width, height);
}

/** @throws Error when the browser has no memory for it. */
export function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The canvas has no context.');
  return context;
}

function written(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error(`No ${type} could be written.`))), type, quality);
  });
}
