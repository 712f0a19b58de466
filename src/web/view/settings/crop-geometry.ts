/** The arithmetic of cropping: which square of an image is used. All lengths are in pixels of the image. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A square within the image, by its middle. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** The place of an image on a stage, in pixels of the stage. */
export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A larger picture is made smaller before it is sent. */
export const pictureSideMax = 512;

const zoomMax = 8;
/** Of a picture that has no more pixels, the zoom shows nothing more. */
const usefulSide = 128;
const leastZoomMax = 2;

const shortest = ({ width, height }: Size): number => Math.min(width, height);

const within = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));

/** The largest square, around the middle of the image. */
export const widestCrop = (image: Size): Crop => ({ x: image.width / 2, y: image.height / 2, side: shortest(image) });

export const mostZoom = (image: Size): number => within(leastZoomMax, shortest(image) / usefulSide, zoomMax);

export const zoomOf = (image: Size, { side }: Crop): number => shortest(image) / side;

/** Keeps the middle in its place, as far as the image reaches. @param zoom - is brought within 1 and `mostZoom`. */
export function zoomedTo(image: Size, { x, y }: Crop, zoom: number): Crop {
  return inside(image, { x, y, side: shortest(image) / within(1, zoom, mostZoom(image)) });
}

/** @param right, down - in sides of the square. */
export function moved(image: Size, { x, y, side }: Crop, right: number, down: number): Crop {
  return inside(image, { x: x + right * side, y: y + down * side, side });
}

function inside({ width, height }: Size, { x, y, side }: Crop): Crop {
  const half = side / 2;
  return { x: within(half, x, width - half), y: within(half, y, height - half), side };
}

/** @param share - from 0 to 1: equal steps of it change the zoom by equal factors. */
export const zoomAt = (image: Size, share: number): number => mostZoom(image) ** share;

export const shareOf = (image: Size, zoom: number): number => Math.log(zoom) / Math.log(mostZoom(image));

/** The side of the picture that is made of the crop. */
export const pictureSide = ({ side }: Crop): number => within(1, Math.round(side), pictureSideMax);

/** Shows the crop in the middle of a square stage. @param frame - the side of the crop on the stage. */
export function placed(image: Size, { x, y, side }: Crop, stage: number, frame: number): Placement {
  const scale = frame / side;
  const { width, height } = { width: image.width * scale, height: image.height * scale };
  return { left: stage / 2 - x * scale, top: stage / 2 - y * scale, width, height };
}
