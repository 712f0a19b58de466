/** Measures the log: which messages are on the screen, and how far its ends are. All lengths are in px. */
import type { ReadingPlace } from '../../model/reading-place.ts';
import type { Row } from '../../model/transcript.ts';

/** The reader's last position: the scroll offset, and the topmost visible message, which later rows may move. */
export interface Place {
  readonly anchor: HTMLElement | undefined;
  readonly anchorTop: number;
  readonly anchorHeight: number;
  readonly top: number;
  /** The size of the log: another one moves every message. */
  readonly width: number;
  readonly height: number;
}

export function articlesIn(log: Element): HTMLElement[] {
  return [...log.querySelectorAll<HTMLElement>('article')];
}

export function placeIn(box: HTMLElement): Place {
  const { scrollTop: top, clientWidth: width, clientHeight: height } = box;
  const all = articlesIn(box);
  const anchor = all[countWhile(all, (article) => bottomOf(article) <= top)];
  return { anchor, anchorTop: anchor?.offsetTop ?? 0, anchorHeight: anchor?.offsetHeight ?? 0, top, width, height };
}

export function isResized(box: HTMLElement, { width, height }: Place): boolean {
  return box.clientWidth !== width || box.clientHeight !== height;
}

/** The scroll offset at which the anchor is where it was; a part of it above the log grows with it. */
export function offsetAt({ anchor, anchorTop, anchorHeight, top }: Place): number {
  const above = top - anchorTop;
  if (!anchor) return top;
  const share = above > 0 && anchorHeight > 0 ? anchor.offsetHeight / anchorHeight : 1;
  return anchor.offsetTop + above * share;
}

/** The place in a form that outlives the elements; null when the topmost message is not stored yet. */
export function toReadingPlace({ anchor, anchorTop, anchorHeight, top }: Place): ReadingPlace | null {
  const seq = Number(anchor?.dataset['seq'] ?? 0);
  const above = top - anchorTop;
  return seq > 0 ? { seq, above: above > 0 ? above / Math.max(1, anchorHeight) : above } : null;
}

export function offsetOfPlace(article: HTMLElement, { above }: ReadingPlace): number {
  return article.offsetTop + (above > 0 ? above * article.offsetHeight : above);
}

/** The `seq` of the newest stored message whose end is on the screen, or above it; 0 when there is none. */
export function newestOnScreen(box: HTMLElement): number {
  const all = articlesIn(box);
  const bottom = box.scrollTop + box.clientHeight + roundingPx;
  const ended = all.slice(
    0,
    countWhile(all, (article) => bottomOf(article) <= bottom),
  );
  return Number(ended.findLast(({ dataset }) => dataset['seq'])?.dataset['seq'] ?? 0);
}

/** Offsets are rounded, and so is the scroll position. */
const roundingPx = 2;

/** The distance from the visible part to the end. */
export function belowSight(box: HTMLElement): number {
  return box.scrollHeight - box.scrollTop - box.clientHeight;
}

/** The top of a message, with the headings that stand above it. */
export function topWithHeadings(article: HTMLElement): number {
  let top: Element = article;
  while (top.previousElementSibling?.matches('.day, .news-line')) top = top.previousElementSibling;
  return (top as HTMLElement).offsetTop;
}

export function isUnread(row: Row, readSeq: number): boolean {
  return !row.mine && !row.isDeleted && (row.seq ?? 0) > readSeq;
}

const bottomOf = ({ offsetTop, offsetHeight }: HTMLElement) => offsetTop + offsetHeight;

/** The number of first items for which the condition holds; it holds for none after the first for which it does not. */
function countWhile<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low;
}
