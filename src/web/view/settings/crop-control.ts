/** Moves and zooms the crop of a picture by pointers, wheel and keys. */
import type { Signal } from '@preact/signals';
import { isComposing } from '../kit/input-method.ts';
import { distanceOf, middleOf, type Point } from '../kit/pointer-points.ts';
import { type Crop, moved, type Size, zoomedTo, zoomOf } from './crop-geometry.ts';

/** The side of the crop, as a share of that of the stage. */
export const frameShare = 0.8;

const zoomStep = 1.15;
/** Of a turn of the wheel, in px. */
const wheelPx = 100;
/** In sides of the crop. */
const moveStep = 0.05;
const fineMoveStep = 0.01;

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
const zoomKeys: Readonly<Record<string, number>> = { '+': 1, '=': 1, '-': -1, '−': -1 };

export class CropControl {
  readonly image: Size;
  readonly crop: Signal<Crop>;
  readonly #pointers = new Map<number, Point>();

  constructor(image: Size, crop: Signal<Crop>) {
    this.image = image;
    this.crop = crop;
  }

  zoomTo(zoom: number): void {
    this.crop.value = zoomedTo(this.image, this.crop.peek(), zoom);
  }

  /** @param steps - negative ones show more of the image. */
  zoomBy(steps: number): void {
    this.zoomTo(zoomOf(this.image, this.crop.peek()) * zoomStep ** steps);
  }

  /** Moves the image, as the pointer does. @param right, down - in sides of the crop. */
  #moveImage(right: number, down: number): void {
    this.crop.value = moved(this.image, this.crop.peek(), -right, -down);
  }

  readonly onZoomKey = (event: KeyboardEvent): void => {
    const steps = zoomKeys[event.key];
    if (steps === undefined || isCommand(event)) return;
    event.preventDefault();
    this.zoomBy(steps);
  };

  readonly handlers = {
    onKeyDown: (event: KeyboardEvent) => {
      this.onZoomKey(event);
      const arrow = arrows[event.key];
      if (!arrow || isCommand(event)) return;
      event.preventDefault();
      const step = event.shiftKey ? fineMoveStep : moveStep;
      this.#moveImage(arrow.x * step, arrow.y * step);
    },
    onWheel: (event: WheelEvent) => {
      event.preventDefault();
      this.zoomBy(-event.deltaY / wheelPx);
    },
    onPointerDown: (event: PointerEvent) => {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      this.#pointers.set(event.pointerId, pointOf(event));
    },
    onPointerMove: (event: PointerEvent) => {
      if (!this.#pointers.has(event.pointerId)) return;
      const before = [...this.#pointers.values()];
      this.#pointers.set(event.pointerId, pointOf(event));
      this.#drag(before, [...this.#pointers.values()], (event.currentTarget as Element).clientWidth * frameShare);
    },
    onPointerUp: ({ pointerId }: PointerEvent) => this.#pointers.delete(pointerId),
    onPointerCancel: ({ pointerId }: PointerEvent) => this.#pointers.delete(pointerId),
  };

  /** One pointer moves the image, two also change its size. @param frame - the side of the crop, in px. */
  #drag(before: readonly Point[], after: readonly Point[], frame: number): void {
    const [from, to] = [middleOf(before), middleOf(after)];
    this.#moveImage((to.x - from.x) / frame, (to.y - from.y) / frame);
    if (after.length < 2 || distanceOf(before) === 0) return;
    this.zoomTo((zoomOf(this.image, this.crop.peek()) * distanceOf(after)) / distanceOf(before));
  }
}

const pointOf = ({ clientX, clientY }: PointerEvent): Point => ({ x: clientX, y: clientY });

const isCommand = (event: KeyboardEvent): boolean =>
  isComposing(event) || event.ctrlKey || event.metaKey || event.altKey;
