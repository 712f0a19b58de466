/** The checker: a pure function from a history and its witnesses to the violations of each guarantee. */
import { judgeCalls } from './call-verdicts.ts';
import { judgePresence, judgeTyping } from './ephemeral-verdicts.ts';
import type { HistoryEvent } from './fault-history.ts';
import { collectSent, judgeMessages } from './message-verdicts.ts';
import { judgeReceipts } from './receipt-verdicts.ts';
import { judgeViews } from './view-verdicts.ts';
import type { Witnesses } from './witnesses.ts';

/** Every guarantee, with the meaning of its violation. */
export const guarantees = {
  lost: 'an acknowledged message has no row',
  duplicated: 'one clientId is stored or shown twice',
  unexpected: 'a witness or device has a message that was never sent, refused, or not stored',
  gap: 'a seq has no message',
  reused: 'two messages have one seq',
  misordered: 'an answer, push or witness has another order than the rows',
  precedence: 'a message was sent after the acknowledgement of another, but has a lower seq',
  altered: 'a message has another body than was sent',
  hole: 'a witness does not have a stored message in the end',
  foreign: 'a user outside the conversation received something of it',
  regressed: 'a read state decreased, or exceeds the last message',
  presence: 'in the end a disconnected user is shown as online, or a connected one as offline',
  typing: 'a user is shown as typing more than eight seconds after the last key',
  unanswered: 'a call has no outcome after five seconds, although its node was reachable',
  endedServed: 'an ended session was still served',
  unorderedExit: 'a process ended unordered, or did not end cleanly',
  uncaught: 'a log reports an uncaught exception or unhandled rejection',
  defect: 'an answer or a log line reports a defect',
} as const;

export type Guarantee = keyof typeof guarantees;

/** The violations of each guarantee. */
export type Verdicts = Record<Guarantee, string[]>;

/** Reports the violation of a guarantee, with its details. */
export type ReportViolation = (guarantee: Guarantee, how: string) => void;

export function judge(history: readonly HistoryEvent[], witnesses: Witnesses): Verdicts {
  const verdicts = Object.fromEntries(Object.keys(guarantees).map((name) => [name, [] as string[]])) as Verdicts;
  const reportViolation: ReportViolation = (guarantee, how) => verdicts[guarantee].push(how);
  const sent = collectSent(history);
  judgeMessages(history, sent, witnesses, reportViolation);
  judgeViews(history, sent, witnesses, reportViolation);
  judgeReceipts(history, witnesses, reportViolation);
  judgePresence(witnesses, reportViolation);
  judgeTyping(history, reportViolation);
  judgeCalls(history, reportViolation);
  return verdicts;
}

export const brokenGuarantees = (verdicts: Verdicts): Guarantee[] =>
  (Object.keys(verdicts) as Guarantee[]).filter((guarantee) => verdicts[guarantee].length > 0);
