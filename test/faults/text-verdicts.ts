/** Judges the text of deleted messages: after a deletion is acknowledged, nothing shows it. */
import { type ChangeFacts, type Deletion, deletionOf, placeOf } from './change-log.ts';
import type { HistoryEvent } from './fault-history.ts';
import { noText } from './witnessed-state.ts';

/** A push of an earlier state may wait in a broken connection, until this long after the fault is healed, in ms. */
const inFlightMs = 30_000;

export function judgeDeletedText(facts: ChangeFacts): void {
  const { rows, witnesses, reportViolation } = facts;
  const deletions = new Map<string, Deletion>();
  for (const place of facts.attempts.keys()) {
    const deletion = deletionOf(facts, place);
    if (deletion) deletions.set(place, deletion);
  }
  for (const place of deletions.keys()) {
    if ((rows.get(place)?.hash ?? noText) !== noText) reportViolation('resurrected', `${place}: in its row`);
  }
  for (const { witness, conversation, seq } of witnesses.versions ?? []) {
    const place = placeOf(conversation, seq);
    if (deletions.has(place)) reportViolation('resurrected', `${place}: ${witness}`);
  }
  judgeShown(facts, deletions);
}

function judgeShown({ history, reportViolation }: ChangeFacts, deletions: Map<string, Deletion>): void {
  const begun = new Map<number, number>();
  /** From this time on, no earlier push is in flight any more. */
  let calmAt = 0;
  for (const event of history) {
    const { phase, call, t, conversation, seq, device, detail, op } = event;
    if (phase === 'invoke' && call !== undefined) begun.set(call, t);
    if (op === 'fault') calmAt = Number.POSITIVE_INFINITY;
    else if (op === 'heal') calmAt = t + inFlightMs;
    if (!showsText(event)) continue;
    const place = placeOf(conversation, seq);
    const deletion = deletions.get(place);
    if (deletion && isTooLate(event, deletion, begun.get(call ?? 0), calmAt))
      reportViolation('resurrected', `${place}: ${detail ?? op} of ${device}`);
  }
}

function showsText({ op, phase, hash }: HistoryEvent): boolean {
  if (op === 'text') return true;
  const isMessage = op === 'push' || op === 'state' || ((op === 'send' || op === 'change') && phase === 'ok');
  return isMessage && hash !== noText;
}

/** @param begun - the time of the call that is answered; a push answers none */
function isTooLate(
  { t, state, call }: HistoryEvent,
  { at, rev }: Deletion,
  begun: number | undefined,
  calmAt: number,
): boolean {
  if (call !== undefined) return begun !== undefined && begun > at;
  return (rev > 0 && (state?.rev ?? 0) >= rev) || t > Math.max(at + inFlightMs, calmAt);
}
