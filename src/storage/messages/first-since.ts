/** Finds the first messages since given times. No message was sent before the preceding one, so that halving finds them in a few rows. */
import type { ConversationId } from '../../engine/ports/identifiers.ts';
import type { Database } from '../database/database.ts';

/** A time, and the seqs among which its first message is. */
interface Span {
  readonly at: Date;
  first: number;
  beyond: number;
}

const isOpen = ({ first, beyond }: Span) => first < beyond;
const middle = ({ first, beyond }: Span) => Math.floor((first + beyond) / 2);

/** Halves the conversation for all times at once: each query reads one row for each time that is still searched. */
export async function firstSinceEach(
  { client }: Database,
  channelId: ConversationId,
  times: readonly Date[],
  lastSeq: number,
): Promise<number[]> {
  const spans = times.map((at) => ({ at, first: 1, beyond: lastSeq + 1 }));
  for (let open = spans.filter(isOpen); open.length > 0; open = open.filter(isOpen)) {
    const where = { channelId, seq: { in: [...new Set(open.map(middle))] } };
    const rows = await client.message.findMany({ where, select: { seq: true, sentAt: true } });
    narrow(open, new Map(rows.map(({ seq, sentAt }) => [seq, sentAt])));
  }
  return spans.map(({ first }) => first);
}

function narrow(spans: readonly Span[], sentAt: ReadonlyMap<number, Date>): void {
  for (const span of spans) {
    const seq = middle(span);
    const at = sentAt.get(seq);
    if (at && at < span.at) span.first = seq + 1;
    else span.beyond = seq;
  }
}
