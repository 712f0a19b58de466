/** Pages of messages: their bounds in seqs and in bytes. */
import type { HistoryQuery } from '../../protocol/history-query.ts';
import { limits } from '../../protocol/limits.ts';
import { Refusal } from '../../protocol/refusals.ts';
import type { Message } from '../../protocol/shapes.ts';
import { fitPage } from './page-bytes.ts';

/** The messages of a page that fit its bytes: the nearest to its cursor, ascending. Never none, when there are any. */
export function fitMessages({ after, around }: HistoryQuery, messages: readonly Message[]): Message[] {
  const distance = ({ seq }: Message) =>
    after !== undefined ? seq : around !== undefined ? Math.abs(seq - around) : -seq;
  const nearest = [...messages].sort((a, b) => distance(a) - distance(b));
  return fitPage(nearest).sort((a, b) => a.seq - b.seq);
}

/**
 * The seqs of a page, by arithmetic: seqs run 1…lastSeq without gaps, so no page is searched for.
 * @throws Refusal `invalid_input` for more than one cursor.
 */
export function pageBounds(query: HistoryQuery): (lastSeq: number) => { from: number; to: number; hasMore: boolean } {
  const { before, after, around, at, limit = limits.pageDefault } = query;
  if ([before, after, around, at].filter((cursor) => cursor !== undefined).length > 1) {
    throw new Refusal('invalid_input', 'A page has at most one of before, after, around and at.', {
      fields: { before: 'excludes after, around and at' },
    });
  }
  return (lastSeq) => {
    const first =
      after !== undefined
        ? after + 1
        : around !== undefined
          ? around - Math.floor(limit / 2)
          : Math.min(before ?? lastSeq + 1, lastSeq + 1) - limit;
    const from = Math.max(1, first);
    const to = Math.min(lastSeq, first + limit - 1);
    const older = from > 1;
    const newer = to < lastSeq;
    const hasMore = after !== undefined ? newer : around !== undefined ? older || newer : older;
    return { from, to, hasMore: hasMore && lastSeq > 0 };
  };
}
