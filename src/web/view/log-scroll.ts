/** Keeps the log where it belongs: at the end while the reader is there, otherwise at the message being read. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Row } from '../model/transcript.ts';

const endPx = 40;
const olderPx = 240;

export function useLogScroll(rows: readonly Row[], older: () => void) {
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useSignal(true);
  const before = useRef({ first: '', last: '', height: 0, top: 0 });

  const remember = (box: HTMLElement) => {
    before.current = {
      first: rows[0]?.key ?? '',
      last: rows.at(-1)?.key ?? '',
      height: box.scrollHeight,
      top: box.scrollTop,
    };
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
    const { first, last, height, top } = before.current;
    const added = rows.at(-1);
    const wroteMyself = added?.mine === true && added.key !== last && added.mark === 'sending';
    if (atEnd.peek() || wroteMyself) toEnd();
    else if (rows[0]?.key !== first) box.scrollTop = top + box.scrollHeight - height;
    remember(box);
  }, [rows]);

  useEffect(() => {
    const box = log.current;
    if (!box) return;
    // The box shrinks when the composer grows or a keyboard opens: the end stays in sight.
    const observer = new ResizeObserver(() => {
      if (atEnd.peek()) toEnd();
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  return { log, atEnd, toEnd, onScroll };
}
