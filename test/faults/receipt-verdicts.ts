/** Judges receipts: what was answered or shown of a mark never goes back, and never beyond the last message. */
import type { HistoryEvent } from './fault-history.ts';
import type { Accuse } from './verdicts.ts';
import type { Witnesses } from './witnesses.ts';

export function judgeReceipts(history: readonly HistoryEvent[], { marks, rows }: Witnesses, accuse: Accuse): void {
  /** By conversation, and there by mark and user. */
  const highest = new Map<string, Map<string, number>>();
  const its = ({ conversation = '' }: { conversation?: string | undefined }) => {
    const found = highest.get(conversation) ?? new Map<string, number>();
    highest.set(conversation, found);
    return found;
  };
  /** What had been answered of a mark when a call about it began. */
  const floors = new Map<number, Map<string, number>>();
  for (const event of history) {
    if (event.op !== 'receipt' && event.op !== 'page') continue;
    if (event.phase === 'invoke' && event.call !== undefined) floors.set(event.call, new Map(its(event)));
    if (event.phase !== 'ok' || !event.mark) continue;
    const key = keyOf(event);
    const seq = event.seq ?? 0;
    const floor = floors.get(event.call ?? 0)?.get(key) ?? 0;
    if (seq < floor) accuse('regressed', `${key}: ${seq} after ${floor} (${event.device})`);
    its(event).set(key, Math.max(seq, its(event).get(key) ?? 0));
  }
  const lastSeqs = new Map(rows.map((view) => [view.conversation, Math.max(0, ...lastOf(view.messages))]));
  for (const final of marks) {
    const told = its(final).get(keyOf(final)) ?? 0;
    if (final.seq < told) accuse('regressed', `${keyOf(final)}: the row says ${final.seq}, answered was ${told}`);
    const last = lastSeqs.get(final.conversation) ?? 0;
    if (final.seq > last)
      accuse('regressed', `${keyOf(final)}: the row says ${final.seq}, the last message is ${last}`);
  }
}

const keyOf = ({ conversation, user, mark }: Pick<HistoryEvent, 'conversation' | 'user' | 'mark'>) =>
  `${conversation}: ${mark} by ${user}`;

const lastOf = (messages: readonly { seq: number }[]) => messages.slice(-1).map(({ seq }) => seq);
