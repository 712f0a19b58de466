/** Keeps the log at its end while the reader is there, otherwise at the message being read. */
import { type ReadonlySignal, type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { LogWindow } from '../../model/log-window.ts';
import { showRow } from './log-target.ts';
import type { MessageActions } from './message-actions.ts';

const endPx = 40;
/** Within this distance of an edge, the log renders or fetches more messages. */
const edgePx = 240;

/** The reader's last position: the scroll offset, and the topmost visible message, which later rows may move. */
interface Place {
  anchor: HTMLElement | undefined;
  anchorTop: number;
  top: number;
  newest: string | undefined;
}

export function useLogScroll({ messenger, conversation, rows, target }: MessageActions) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useSignal(true);
  const before = useRef<Place | null>(null);
  const { history } = messenger;

  const toEnd = () => {
    void history.toNewest(conversation);
    rows.follow();
    atEnd.value = !conversation.hasNewer.peek();
    scrollToEnd(log.current);
  };
  const older = async () => {
    if (rows.up()) return;
    await history.older(conversation);
    if (log.current && log.current.scrollTop < edgePx) rows.up();
  };
  const newer = () => {
    if (rows.hidesNewer.peek()) rows.down();
    else if (conversation.hasNewer.peek()) void history.newer(conversation);
  };
  const onScroll = () => {
    const box = log.current;
    if (!box) return;
    const misses = rows.hidesNewer.peek() || conversation.hasNewer.peek();
    atEnd.value = belowSight(box) < endPx && !misses;
    if (atEnd.peek()) rows.follow();
    else rows.stay();
    before.current = placeIn(box, rows);
    if (box.scrollTop < edgePx) void older();
    else if (belowSight(box) < edgePx) newer();
  };
  useKeptPlace({ log, rows, atEnd, before, target }, toEnd);
  useEndOnResize(log, atEnd);
  return { log, atEnd: atEnd as ReadonlySignal<boolean>, toEnd, older, onScroll };
}

interface LogState {
  log: RefObject<HTMLDivElement | null>;
  rows: LogWindow;
  atEnd: Signal<boolean>;
  before: { current: Place | null };
  /** The row to show next, if any. */
  target: Signal<string | null>;
}

/** After each render: scrolls to the wanted row, to the end, or back to the message that the reader was at. */
function useKeptPlace({ log, rows, atEnd, before, target }: LogState, toEnd: () => void): void {
  const drawn = rows.drawn.value;
  const wanted = target.value;
  const { newest } = rows;
  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    const place = before.current;
    if (place && hasScrolledUp(box, place)) {
      atEnd.value = false;
      rows.stay();
      place.top = box.scrollTop;
    }
    const sentMyself = newest?.status === 'sending' && newest.key !== place?.newest;
    if (wanted !== null && showRow(wanted)) {
      target.value = null;
      atEnd.value = belowSight(box) < endPx && !rows.hidesNewer.peek();
    } else if (atEnd.peek() || sentMyself) toEnd();
    else if (place?.anchor?.isConnected) box.scrollTop = place.top + place.anchor.offsetTop - place.anchorTop;
    before.current = placeIn(box, rows);
  }, [drawn, newest, wanted]);
}

function placeIn(box: HTMLElement, rows: LogWindow): Place {
  const top = box.scrollTop;
  const anchor = [...box.querySelectorAll('article')].find(
    ({ offsetTop, offsetHeight }) => offsetTop + offsetHeight > top,
  );
  return { anchor, anchorTop: anchor?.offsetTop ?? 0, top, newest: rows.newest?.key };
}

/** The log may render before the frame that fires the scroll event. A box that shrank is at its end. */
function hasScrolledUp(box: HTMLElement, place: Place): boolean {
  return box.scrollTop < place.top - endPx && belowSight(box) > endPx;
}

/** The distance from the visible part to the end, in px. */
function belowSight(box: HTMLElement): number {
  return box.scrollHeight - box.scrollTop - box.clientHeight;
}

function scrollToEnd(box: HTMLElement | null): void {
  box?.scrollTo({ top: box.scrollHeight });
}

/** Keeps the end visible when the box shrinks, because the composer grows or a keyboard opens. */
function useEndOnResize(log: RefObject<HTMLElement | null>, atEnd: Signal<boolean>): void {
  useEffect(() => {
    const box = log.current;
    if (!box) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.peek()) scrollToEnd(box);
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [log, atEnd]);
}
