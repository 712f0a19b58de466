/** Decodes an image of the user, for its small picture and for the placeholder of the message that is not sent yet. */
import type { ImageLook } from '../../model/uploads/upload.ts';

/** The longer side of the placeholder, in pixels: the page blurs it. */
const placeholderSide = 24;

let last: Promise<unknown> = Promise.resolve();

/** A decoded photograph takes 100 MB and more: one at a time. */
export function withBitmap(bytes: Blob, use: (bitmap: ImageBitmap) => void): Promise<void> {
  const turn = last.then(async () => {
    const bitmap = await createImageBitmap(bytes);
    use(bitmap);
    bitmap.close();
  });
  last = turn.catch(() => {});
  return turn;
}

/** Fills the canvas with the middle of the image. */
export function drawSquare(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  const side = Math.min(bitmap.width, bitmap.height);
  const [x, y] = [(bitmap.width - side) / 2, (bitmap.height - side) / 2];
  const context = contextOf(canvas);
  context.drawImage(bitmap, x, y, side, side, 0, 0, canvas.width, canvas.height);
}

export function lookOf(bitmap: ImageBitmap): ImageLook {
  const { width, height } = bitmap;
  const scale = placeholderSide / Math.max(width, height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  contextOf(canvas).drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return { width, height, placeholder: canvas.toDataURL('image/webp', 0.5) };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no canvas.');
  context.imageSmoothingQuality = 'high';
  return context;
}
