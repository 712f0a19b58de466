/** Collects the attempts to change messages, and the facts that the judges of changes share. */
import type { ChangeKind } from './change-command.ts';
import type { HistoryEvent } from './fault-history.ts';
import type { Sent } from './message-verdicts.ts';
import type { ReportViolation } from './verdicts.ts';
import type { WitnessedState } from './witnessed-state.ts';
import type { WitnessedMessage, Witnesses } from './witnesses.ts';

/** One attempt with its outcome. */
export interface ChangeAttempt {
  kind: ChangeKind;
  user: string;
  device: string;
  session: string;
  conversation: string;
  /** The message to be changed. */
  seq: number;
  /** The hash of the new body, or the emoji. */
  value: string;
  from: number;
  /** Infinite without an outcome. */
  until: number;
  phase: 'ok' | 'fail' | 'unknown';
  code?: string | undefined;
  /** Of `ok`: the message as the answer shows it. */
  answer?: { seq: number; hash: string; state: WitnessedState | undefined };
}

export interface ChangeFacts {
  history: readonly HistoryEvent[];
  /** The messages by sender and clientId. */
  sent: Map<string, Sent>;
  witnesses: Witnesses;
  /** The attempts by `placeOf` the message. */
  attempts: Map<string, ChangeAttempt[]>;
  /** The rows by `placeOf`. */
  rows: Map<string, WitnessedMessage>;
  reportViolation: ReportViolation;
}

export const placeOf = (conversation: string | undefined, seq: number | undefined): string => `${conversation} ${seq}`;

export function collectFacts(
  history: readonly HistoryEvent[],
  sent: Map<string, Sent>,
  witnesses: Witnesses,
  reportViolation: ReportViolation,
): ChangeFacts {
  const rows = new Map<string, WitnessedMessage>();
  for (const { conversation, messages } of witnesses.rows)
    for (const row of messages) rows.set(placeOf(conversation, row.seq), row);
  return { history, sent, witnesses, attempts: collectAttempts(history), rows, reportViolation };
}

function collectAttempts(history: readonly HistoryEvent[]): Map<string, ChangeAttempt[]> {
  const found = new Map<string, ChangeAttempt[]>();
  const open = new Map<number, ChangeAttempt>();
  for (const event of history) {
    if (event.op !== 'change' || event.call === undefined) continue;
    if (event.phase === 'invoke') {
      const attempt = begin(event);
      open.set(event.call, attempt);
      const place = placeOf(event.conversation, event.seq);
      const others = found.get(place);
      if (others) others.push(attempt);
      else found.set(place, [attempt]);
    } else if (event.phase !== 'seen') end(open.get(event.call), event);
  }
  return found;
}

function begin(event: HistoryEvent): ChangeAttempt {
  const { user = '', device = '', session = '', conversation = '', seq = 0, value = '', t } = event;
  const kind = event.kind as ChangeKind;
  const about = { kind, user, device, session, conversation, seq, value };
  return { ...about, from: t, until: Number.POSITIVE_INFINITY, phase: 'unknown' };
}

function end(attempt: ChangeAttempt | undefined, event: HistoryEvent): void {
  if (!attempt) return;
  attempt.until = event.t;
  attempt.phase = event.phase as ChangeAttempt['phase'];
  attempt.code = event.detail;
  if (event.phase === 'ok') attempt.answer = { seq: event.seq ?? 0, hash: event.hash ?? '', state: event.state };
}

/** The first acknowledged deletion of a message. */
export interface Deletion {
  at: number;
  rev: number;
}

export function deletionOf({ attempts }: ChangeFacts, place: string): Deletion | undefined {
  const acked = (attempts.get(place) ?? []).filter(({ kind, phase }) => kind === 'delete' && phase === 'ok');
  const [first] = acked.sort((one, other) => one.until - other.until);
  return first && { at: first.until, rev: first.answer?.state?.rev ?? 0 };
}
