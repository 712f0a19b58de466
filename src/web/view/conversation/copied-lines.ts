/** Copies a selection over several messages as lines of time, name and text, without the words around the messages. */
import type { Row } from '../../model/transcript.ts';
import { clockTime, isoDay, stampTime } from '../kit/time-text.ts';
import { keyOf } from './log-focus.ts';
import type { MessageActions } from './message-actions.ts';

interface Selected {
  readonly row: Row;
  readonly text: string;
}

export function copyLines(event: ClipboardEvent, actions: MessageActions): void {
  const selection = document.getSelection();
  const isInField = event.target instanceof Element && event.target.closest('input, textarea') !== null;
  if (event.defaultPrevented || isInField || !selection || selection.isCollapsed) return;
  const found = selected(selection.getRangeAt(0), actions);
  if (found.length < 2) return;
  const time = new Set(found.map(({ row }) => isoDay(row.at))).size > 1 ? stampTime : clockTime;
  const lines = found.map(({ row, text }) => `[${time(row.at)}] ${nameOf(row, actions)}: ${text}`);
  event.clipboardData?.setData('text/plain', lines.join('\n'));
  event.preventDefault();
}

/** The selected messages: as typed, or the selected part of the first and the last one. */
function selected(range: Range, actions: MessageActions): Selected[] {
  const bodies = [...document.querySelectorAll<HTMLElement>('article .body:not(.gone)')];
  return bodies.flatMap((body) => {
    const row = range.intersectsNode(body) ? actions.row(keyOf(body)) : undefined;
    if (!row) return [];
    const part = partOf(body, range);
    const text = part.trim() === body.textContent?.trim() ? row.body : part;
    return text.trim() === '' ? [] : [{ row, text }];
  });
}

function nameOf({ from }: Row, { messenger }: MessageActions): string {
  return messenger.users.get(from).displayName;
}

function partOf(body: HTMLElement, range: Range): string {
  const part = document.createRange();
  part.selectNodeContents(body);
  if (part.compareBoundaryPoints(Range.START_TO_START, range) < 0)
    part.setStart(range.startContainer, range.startOffset);
  if (part.compareBoundaryPoints(Range.END_TO_END, range) > 0) part.setEnd(range.endContainer, range.endOffset);
  return part.toString();
}
