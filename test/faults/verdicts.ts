/** The checker: a pure function from a history and what the witnesses say to verdicts, each a list that has to be empty. */
import { judgeCalls } from './call-verdicts.ts';
import { judgePresence, judgeTyping } from './ephemeral-verdicts.ts';
import type { HistoryEvent } from './fault-history.ts';
import { collectSent, judgeMessages } from './message-verdicts.ts';
import { judgeReceipts } from './receipt-verdicts.ts';
import { judgeViews } from './view-verdicts.ts';
import type { Witnesses } from './witnesses.ts';

/** Every promise that can be broken, and what it means. */
export const promises = {
  lost: 'acknowledged, but there is no row',
  duplicated: 'one clientId stands twice',
  unexpected: 'seen by a witness or device, but never sent, refused for good, or not stored',
  gap: 'a seq that no message has',
  reused: 'two messages have one seq',
  misordered: 'an answer, push or witness tells another order than the rows',
  precedence: 'sent after another was acknowledged, but before it in the order',
  altered: 'other text than was sent',
  hole: 'stored, but a witness does not have it in the end',
  foreign: 'somebody outside the two saw something of it',
  regressed: 'a receipt went back, or beyond the last message',
  presence: 'in the end somebody is shown as online who is gone, or the reverse',
  typing: 'somebody is shown as typing more than eight seconds after the last key',
  unanswered: 'a call without an outcome after five seconds, though its way was open',
  endedServed: 'an ended session was still served',
  unorderedExit: 'a process ended that nobody ended, or ended badly',
  uncaught: 'an uncaught exception or unhandled rejection in a log',
  defect: 'an answer or log line that admits a defect',
} as const;

export type Promised = keyof typeof promises;

/** For each promise, what broke it. */
export type Verdicts = Record<Promised, string[]>;

/** Says that a promise was broken, and how. */
export type Accuse = (promised: Promised, how: string) => void;

export function judge(history: readonly HistoryEvent[], witnesses: Witnesses): Verdicts {
  const verdicts = Object.fromEntries(Object.keys(promises).map((name) => [name, [] as string[]])) as Verdicts;
  const accuse: Accuse = (promised, how) => verdicts[promised].push(how);
  const sent = collectSent(history);
  judgeMessages(history, sent, witnesses, accuse);
  judgeViews(history, sent, witnesses, accuse);
  judgeReceipts(history, witnesses, accuse);
  judgePresence(witnesses, accuse);
  judgeTyping(history, accuse);
  judgeCalls(history, accuse);
  return verdicts;
}

export const brokenPromises = (verdicts: Verdicts): Promised[] =>
  (Object.keys(verdicts) as Promised[]).filter((promised) => verdicts[promised].length > 0);
