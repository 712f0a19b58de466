/** The swipe of one finger over an image that is not zoomed. */
import type { Point } from '../kit/pointer-points.ts';

export type Swipe = 'left' | 'right' | 'down';

/** A shorter way is none, in px. */
const shortest = { across: 50, down: 80 };
/** So many times longer than the way along the other axis. */
const clearness = 1.5;

/** @param way - from the press to the release, in px. */
export function swipeOf({ x, y }: Point): Swipe | null {
  const [across, along] = [Math.abs(x), Math.abs(y)];
  if (across >= shortest.across && across >= along * clearness) return x < 0 ? 'left' : 'right';
  return y >= shortest.down && along >= across * clearness ? 'down' : null;
}

/** The way of the image under the finger: along one axis, and not upwards. */
export const followed = ({ x, y }: Point): Point =>
  Math.abs(x) > Math.abs(y) ? { x, y: 0 } : { x: 0, y: Math.max(0, y) };
