/** Opens what a press asks for: a click for the context menu, the key for it, and a long press of a finger or a pen. */
import type { Anchor } from './anchored.ts';

const longPressMs = 450;
/** A finger that moves further than this scrolls, in px. */
const stillPx = 10;

/** Returns false for a target whose menu is the browser's own. */
type Open = (target: EventTarget | null, at: Anchor) => boolean;

/** @param signal - ends it. */
export function followPresses(box: HTMLElement, open: Open, signal: AbortSignal): void {
  const presses = new Presses(open);
  box.addEventListener('pointerdown', presses.down, { signal });
  box.addEventListener('pointermove', presses.move, { signal });
  box.addEventListener('pointerup', presses.release, { signal });
  box.addEventListener('pointercancel', presses.release, { signal });
  box.addEventListener('contextmenu', presses.openMenu, { signal });
  box.addEventListener('click', presses.click, { signal, capture: true });
  signal.addEventListener('abort', presses.release);
}

class Presses {
  readonly #open: Open;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #start = { x: 0, y: 0 };
  /** The end of a long press is a click to some browsers. */
  #hasOpened = false;

  constructor(open: Open) {
    this.#open = open;
  }

  readonly release = (): void => clearTimeout(this.#timer);

  readonly down = ({ target, pointerType, clientX, clientY }: PointerEvent): void => {
    this.release();
    this.#hasOpened = false;
    if (pointerType === 'mouse') return;
    this.#start = { x: clientX, y: clientY };
    this.#timer = setTimeout(() => {
      this.#hasOpened = this.#open(target, around(clientX, clientY));
    }, longPressMs);
  };

  readonly move = ({ clientX, clientY }: PointerEvent): void => {
    if (Math.hypot(clientX - this.#start.x, clientY - this.#start.y) > stillPx) this.release();
  };

  readonly openMenu = (event: MouseEvent): void => {
    if (this.#open(event.target, around(event.clientX, event.clientY))) event.preventDefault();
  };

  readonly click = (event: MouseEvent): void => {
    if (!this.#hasOpened) return;
    this.#hasOpened = false;
    event.preventDefault();
    event.stopPropagation();
  };
}

const around = (x: number, y: number): Anchor => ({ left: x, right: x, top: y, bottom: y });
