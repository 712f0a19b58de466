/** Keeps the log where it belongs: at the end while the reader is there, otherwise at the message being read. */
import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Row } from '../model/transcript.ts';

const endPx = 40;
const olderPx = 240;

/** Where the reader was: how far down, and where the oldest message stood, which older ones push down. */
interface Place {
  anchor: HTMLElement | null;
  anchorTop: number;
  top: number;
  last: string | undefined;
}

export function useLogScroll(rows: readonly Row[], older: () => void) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useSignal(true);
  const before = useRef<Place | null>(null);

  const remember = (box: HTMLElement) => {
    const anchor = box.querySelector('article');
    before.current = { anchor, anchorTop: anchor?.offsetTop ?? 0, top: box.scrollTop, last: rows.at(-1)?.key };
  };
  const toEnd = () => log.current?.scrollTo({ top: log.current.scrollHeight });
  const onScroll = () => {
    const box = log.current;
    if (!box) return;
    atEnd.value = box.scrollHeight - box.scrollTop - box.clientHeight < endPx;
    remember(box);
    if (box.scrollTop < olderPx) older();
  };

  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    const place = before.current;
    const added = rows.at(-1);
    const wroteMyself = added?.mark === 'sending' && added.key !== place?.last;
    if (atEnd.peek() || wroteMyself) toEnd();
    else if (place?.anchor) box.scrollTop = place.top + place.anchor.offsetTop - place.anchorTop;
    remember(box);
  }, [rows]);

  useEndOnResize(log, atEnd, toEnd);
  return { log, atEnd, toEnd, onScroll };
}

/** The box shrinks when the composer grows or a keyboard opens: the end stays in sight. */
function useEndOnResize(log: RefObject<HTMLElement | null>, atEnd: ReadonlySignal<boolean>, toEnd: () => void): void {
  useEffect(() => {
    const box = log.current;
    if (!box) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.peek()) toEnd();
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [log, atEnd]);
}
