/** The zoom of an image by buttons, wheel, double click and two fingers. One pointer moves a zoomed image, one finger swipes another. */
import { computed, signal } from '@preact/signals';
import { distanceOf, middleOf, type Point } from '../kit/pointer-points.ts';
import { followed, type Swipe, swipeOf } from './image-swipe.ts';

const max = 8;
const step = 1.5;
const doubleClickScale = 2.5;
/** Of a turn of the wheel, in px: one notch of about 100 px is one step. */
const wheelPx = 250;
const middle: Point = { x: 0, y: 0 };

export class ImageZoom {
  readonly #scale = signal(1);
  /** From the middle of the stage, in px. */
  readonly #offset = signal(middle);
  readonly #pointers = new Map<number, Point>();
  /** Where one finger came down on an image that was not zoomed; null in other gestures. */
  #swipeFrom: Point | null = null;
  /** Called when a finger has swiped. */
  onSwipe: (swipe: Swipe) => void = () => {};

  readonly isZoomed = computed(() => this.#scale.value > 1);
  readonly isAtMost = computed(() => this.#scale.value >= max);
  readonly transform = computed(() => {
    const { x, y } = this.#offset.value;
    return `translate(${x}px, ${y}px) scale(${this.#scale.value})`;
  });

  readonly in = (): void => this.#zoomTo(this.#scale.peek() * step);
  readonly out = (): void => this.#zoomTo(this.#scale.peek() / step);
  readonly reset = (): void => this.#zoomTo(1);

  readonly handlers = {
    onWheel: (event: WheelEvent) => {
      event.preventDefault();
      this.#zoomTo(
        this.#scale.peek() * step ** (-event.deltaY / wheelPx),
        fromMiddle(event, event.clientX, event.clientY),
      );
    },
    onDblClick: (event: MouseEvent) =>
      this.#zoomTo(this.isZoomed.peek() ? 1 : doubleClickScale, fromMiddle(event, event.clientX, event.clientY)),
    onPointerDown: (event: PointerEvent) => {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      const canSwipe = event.pointerType === 'touch' && this.#pointers.size === 0 && !this.isZoomed.peek();
      const point = fromMiddle(event, event.clientX, event.clientY);
      this.#endSwipe();
      if (canSwipe) this.#swipeFrom = point;
      this.#pointers.set(event.pointerId, point);
    },
    onPointerMove: (event: PointerEvent) => {
      if (!this.#pointers.has(event.pointerId)) return;
      const before = [...this.#pointers.values()];
      this.#pointers.set(event.pointerId, fromMiddle(event, event.clientX, event.clientY));
      this.#drag(before, [...this.#pointers.values()]);
    },
    onPointerUp: (event: PointerEvent) => {
      const way = this.#swipeFrom && wayBetween(this.#swipeFrom, fromMiddle(event, event.clientX, event.clientY));
      const swipe = way && swipeOf(way);
      this.handlers.onPointerCancel(event);
      if (swipe) this.onSwipe(swipe);
    },
    onPointerCancel: ({ pointerId }: PointerEvent) => {
      this.#pointers.delete(pointerId);
      this.#endSwipe();
    },
  };

  /** One pointer moves the image, two also change its size. */
  #drag(before: readonly Point[], after: readonly Point[]): void {
    const [from, to] = [middleOf(before), middleOf(after)];
    if (this.#swipeFrom) this.#offset.value = followed(wayBetween(this.#swipeFrom, to));
    if (after.length > 1 && distanceOf(before) > 0) {
      this.#zoomTo((this.#scale.peek() * distanceOf(after)) / distanceOf(before), from);
    }
    const { x, y } = this.#offset.peek();
    if (this.isZoomed.peek()) this.#offset.value = { x: x + to.x - from.x, y: y + to.y - from.y };
  }

  #endSwipe(): void {
    if (this.#swipeFrom) this.#offset.value = middle;
    this.#swipeFrom = null;
  }

  /** @param fixed - the point that stays in its place. */
  #zoomTo(wanted: number, fixed: Point = middle): void {
    const scale = Math.min(max, Math.max(1, wanted));
    const { x, y } = this.#offset.peek();
    const grown = scale / this.#scale.peek();
    this.#scale.value = scale;
    const moved = { x: fixed.x + (x - fixed.x) * grown, y: fixed.y + (y - fixed.y) * grown };
    this.#offset.value = scale === 1 ? middle : moved;
  }
}

const wayBetween = (from: Point, to: Point): Point => ({ x: to.x - from.x, y: to.y - from.y });

function fromMiddle({ currentTarget }: Event, x: number, y: number): Point {
  const { left, top, width, height } = (currentTarget as Element).getBoundingClientRect();
  return { x: x - left - width / 2, y: y - top - height / 2 };
}
