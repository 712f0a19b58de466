/** Highlights the words of the search in the messages of the open conversation, without a change of their elements. */
import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { findInMessage } from '../../../protocol/search/message-match.ts';
import { isBlank, readQuery, type SearchQuery } from '../../../protocol/search/search-query.ts';
import { sendableQuery } from '../../model/sendable-query.ts';
import type { MessageActions } from '../conversation/message-actions.ts';
import { searchOf } from './open-search.ts';

const highlightName = 'found';
const blocks = 'p, li, pre, blockquote';

export function useFoundWords({ messenger, rows }: MessageActions): void {
  const { search } = searchOf(messenger);
  useSignalEffect(() => {
    const query = readQuery(sendableQuery(search.query.value));
    // The rows are drawn by then.
    const frame = rows.drawn.value.length > 0 ? requestAnimationFrame(() => highlight(query)) : 0;
    return () => cancelAnimationFrame(frame);
  });
  useEffect(() => () => void CSS.highlights?.delete(highlightName), []);
}

/** Older browsers show the message without it. */
function highlight(query: SearchQuery): void {
  CSS.highlights?.delete(highlightName);
  if (!CSS.highlights || isBlank(query) || query.needles.length === 0) return;
  const bodies = [...document.querySelectorAll('.log .body')];
  CSS.highlights.set(highlightName, new Highlight(...bodies.flatMap((body) => rangesIn(body, query))));
}

interface Place {
  readonly node: Text;
  readonly offset: number;
}

function rangesIn(body: Element, { needles }: SearchQuery): Range[] {
  const { points, places } = pointsIn(body);
  const found = findInMessage(needles, points.join('')) ?? [];
  return found.flatMap(([start, end]) => {
    const [first, last] = [places[start], places[end - 1]];
    if (!first || !last) return [];
    const range = new Range();
    range.setStart(first.node, first.offset);
    range.setEnd(last.node, last.offset + (points[end - 1] ?? '').length);
    return [range];
  });
}

/** The code points of the text and their places; a line break that stands nowhere divides the blocks. */
function pointsIn(body: Element): { points: string[]; places: (Place | undefined)[] } {
  const points: string[] = [];
  const places: (Place | undefined)[] = [];
  const nodes = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  let block: Element | null | undefined;
  while (nodes.nextNode()) {
    const node = nodes.currentNode as Text;
    const own = node.parentElement?.closest(blocks);
    if (block !== undefined && own !== block) {
      points.push('\n');
      places.push(undefined);
    }
    block = own;
    let offset = 0;
    for (const point of node.data) {
      points.push(point);
      places.push({ node, offset });
      offset += point.length;
    }
  }
  return { points, places };
}
