/** Judges read states: they never decrease and never exceed the last message. */
import type { HistoryEvent } from './fault-history.ts';
import type { ReportViolation } from './verdicts.ts';
import type { Witnesses } from './witnesses.ts';

export function judgeReceipts(
  history: readonly HistoryEvent[],
  { readStates, rows }: Witnesses,
  reportViolation: ReportViolation,
): void {
  /** The highest answered seqs, by conversation, then by receipt kind and user. */
  const highest = new Map<string, Map<string, number>>();
  const seqsOf = ({ conversation = '' }: { conversation?: string | undefined }) => {
    const found = highest.get(conversation) ?? new Map<string, number>();
    highest.set(conversation, found);
    return found;
  };
  /** The answered seqs at the start of each call. */
  const floors = new Map<number, Map<string, number>>();
  for (const event of history) {
    if (event.op !== 'receipt' && event.op !== 'page') continue;
    if (event.phase === 'invoke' && event.call !== undefined) floors.set(event.call, new Map(seqsOf(event)));
    if (event.phase !== 'ok' || !event.receiptKind) continue;
    const key = keyOf(event);
    const seq = event.seq ?? 0;
    const floor = floors.get(event.call ?? 0)?.get(key) ?? 0;
    if (seq < floor) reportViolation('regressed', `${key}: ${seq} after ${floor} (${event.device})`);
    seqsOf(event).set(key, Math.max(seq, seqsOf(event).get(key) ?? 0));
  }
  const lastSeqs = new Map(
    rows.map((view) => [view.conversation, Math.max((view.first ?? 1) - 1, ...lastOf(view.messages))]),
  );
  for (const final of readStates) {
    const answered = seqsOf(final).get(keyOf(final)) ?? 0;
    if (final.seq < answered)
      reportViolation('regressed', `${keyOf(final)}: the row says ${final.seq}, an answer said ${answered}`);
    const last = lastSeqs.get(final.conversation) ?? 0;
    if (final.seq > last)
      reportViolation('regressed', `${keyOf(final)}: the row says ${final.seq}, the last message is ${last}`);
  }
}

const keyOf = ({ conversation, user, receiptKind }: Pick<HistoryEvent, 'conversation' | 'user' | 'receiptKind'>) =>
  `${conversation}: ${receiptKind} by ${user}`;

const lastOf = (messages: readonly { seq: number }[]) => messages.slice(-1).map(({ seq }) => seq);
