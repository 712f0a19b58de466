/** The zoom of an image by buttons, wheel, double click and two fingers; a zoomed image is moved by one pointer. */
import { computed, signal } from '@preact/signals';
import { distanceOf, middleOf, type Point } from '../kit/pointer-points.ts';

const max = 8;
const step = 1.5;
const doubleClickScale = 2.5;
/** Of a turn of the wheel, in px: one notch of about 100 px is one step. */
const wheelPx = 250;

export class ImageZoom {
  readonly #scale = signal(1);
  /** From the middle of the stage, in px. */
  readonly #offset = signal<Point>({ x: 0, y: 0 });
  readonly #pointers = new Map<number, Point>();

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
      this.#pointers.set(event.pointerId, fromMiddle(event, event.clientX, event.clientY));
    },
    onPointerMove: (event: PointerEvent) => {
      if (!this.#pointers.has(event.pointerId)) return;
      const before = [...this.#pointers.values()];
      this.#pointers.set(event.pointerId, fromMiddle(event, event.clientX, event.clientY));
      this.#drag(before, [...this.#pointers.values()]);
    },
    onPointerUp: ({ pointerId }: PointerEvent) => this.#pointers.delete(pointerId),
    onPointerCancel: ({ pointerId }: PointerEvent) => this.#pointers.delete(pointerId),
  };

  /** One pointer moves the image, two also change its size. */
  #drag(before: readonly Point[], after: readonly Point[]): void {
    const [from, to] = [middleOf(before), middleOf(after)];
    if (after.length > 1 && distanceOf(before) > 0) {
      this.#zoomTo((this.#scale.peek() * distanceOf(after)) / distanceOf(before), from);
    }
    const { x, y } = this.#offset.peek();
    if (this.isZoomed.peek()) this.#offset.value = { x: x + to.x - from.x, y: y + to.y - from.y };
  }

  /** @param fixed - the point that stays in its place. */
  #zoomTo(wanted: number, fixed: Point = { x: 0, y: 0 }): void {
    const scale = Math.min(max, Math.max(1, wanted));
    const { x, y } = this.#offset.peek();
    const grown = scale / this.#scale.peek();
    this.#scale.value = scale;
    const moved = { x: fixed.x + (x - fixed.x) * grown, y: fixed.y + (y - fixed.y) * grown };
    this.#offset.value = scale === 1 ? { x: 0, y: 0 } : moved;
  }
}

function fromMiddle({ currentTarget }: Event, x: number, y: number): Point {
  const { left, top, width, height } = (currentTarget as Element).getBoundingClientRect();
  return { x: x - left - width / 2, y: y - top - height / 2 };
}
