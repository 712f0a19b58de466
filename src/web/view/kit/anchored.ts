/** Shows a popover next to an anchor, inside the window at every size. */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { isComposing } from './input-method.ts';
import { useLayer } from './layer-history.ts';

/** The rectangle in the window that a popover stands next to; a point has equal edges. */
export interface Anchor {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The distance from the anchor, in px. */
const gap = 4;
/** The least distance from the edges of the window, in px. */
const margin = 8;

/**
 * Closes the popover on a press outside, on Escape, on Back, and when the window changes its size.
 * The browser's own light dismissal would also take the release of a long press for a click outside.
 * @param onClose - gets true when the focus must return to the element that opened the popover.
 */
export function useAnchored(
  box: RefObject<HTMLElement | null>,
  anchor: Anchor,
  onClose: (returnFocus: boolean) => void,
): void {
  useLayoutEffect(() => {
    box.current?.showPopover();
    place(box.current, anchor);
  }, [box, anchor]);
  useLayer(() => onClose(true));
  // Before the first frame: a key or press that follows at once belongs to the popover already.
  useLayoutEffect(() => {
    const listeners = new AbortController();
    const whileOpen = { signal: listeners.signal, capture: true };
    const onPress = ({ target }: PointerEvent) => {
      if (!box.current?.contains(target as Node)) onClose(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || isComposing(event)) return;
      event.preventDefault();
      event.stopPropagation();
      onClose(true);
    };
    const observer = new ResizeObserver(() => place(box.current, anchor));
    if (box.current) observer.observe(box.current);
    document.addEventListener('pointerdown', onPress, whileOpen);
    document.addEventListener('keydown', onKey, whileOpen);
    window.addEventListener('resize', () => onClose(true), whileOpen);
    return () => {
      observer.disconnect();
      listeners.abort();
    };
  }, [box, anchor, onClose]);
}

/** Below the anchor if there is room, else above it, at its start if there is room, else at its end; never beyond the window. */
function place(box: HTMLElement | null, anchor: Anchor): void {
  if (!box) return;
  const { offsetWidth: width, offsetHeight: height } = box;
  const { clientWidth, clientHeight } = document.documentElement;
  const below = anchor.bottom + gap;
  const above = anchor.top - gap - height;
  const top = below + height + margin > clientHeight && above >= margin ? above : below;
  const [atLeft, atRight] = [anchor.left, anchor.right - width];
  const isMirrored = getComputedStyle(box).direction === 'rtl';
  const fits = isMirrored ? atRight >= margin : atLeft + width + margin <= clientWidth;
  const left = isMirrored !== fits ? atLeft : atRight;
  box.style.top = `${clamp(top, clientHeight - height)}px`;
  box.style.left = `${clamp(left, clientWidth - width)}px`;
}

function clamp(value: number, room: number): number {
  return Math.max(margin, Math.min(value, room - margin));
}
