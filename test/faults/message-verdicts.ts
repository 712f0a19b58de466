/** Judges the rows against the sends and their answers: no message is lost, duplicated, altered or out of order. */
import type { Explain } from './body-rules.ts';
import type { ChangeFacts } from './change-log.ts';
import type { HistoryEvent } from './fault-history.ts';
import type { ReportViolation } from './verdicts.ts';
import type { View, WitnessedMessage } from './witnesses.ts';

/** The outcomes of all attempts with one clientId. */
export interface Sent {
  conversation: string;
  user: string;
  clientId: string;
  hash: string;
  replyTo: number | undefined;
  files: readonly string[];
  firstInvoke: number;
  acks: { seq: number; hash: string; t: number }[];
  unknown: boolean;
  failed: boolean;
}

const keyOf = (user: string | undefined, clientId: string | undefined) => `${user} ${clientId}`;

/** Every message with at least one attempt, by sender and clientId. */
export function collectSent(history: readonly HistoryEvent[]): Map<string, Sent> {
  const sent = new Map<string, Sent>();
  for (const event of history) {
    if (event.op !== 'send') continue;
    const key = keyOf(event.user, event.clientId);
    if (event.phase === 'invoke' && !sent.has(key)) {
      const { conversation = '', user = '', clientId = '', hash = '', replyTo, files = [], t } = event;
      const about = { conversation, user, clientId, hash, replyTo, files };
      sent.set(key, { ...about, firstInvoke: t, acks: [], unknown: false, failed: false });
    }
    const entry = sent.get(key);
    if (event.phase === 'ok') entry?.acks.push({ seq: event.seq ?? 0, hash: event.hash ?? '', t: event.t });
    if (event.phase === 'unknown' && entry) entry.unknown = true;
    if (event.phase === 'fail' && entry) entry.failed = true;
  }
  return sent;
}

export function judgeMessages(facts: ChangeFacts, explain: Explain): void {
  const { history, sent, reportViolation } = facts;
  const { rows } = facts.witnesses;
  const acked = ackedSeqs(sent);
  const stored = new Map<string, WitnessedMessage[]>();
  for (const view of rows) {
    for (const row of view.messages) {
      const key = keyOf(row.from, row.clientId);
      const copies = stored.get(key);
      if (copies) copies.push(row);
      else stored.set(key, [row]);
      judgeRow(view.conversation, row, sent.get(key), explain, reportViolation);
    }
    if (view.messages.length > 0) judgeSeqs(view, acked, reportViolation);
  }
  for (const [key, copies] of stored) {
    for (const copy of copies.slice(1)) reportViolation('duplicated', `${key}: again as seq ${copy.seq}`);
  }
  for (const [key, entry] of sent) judgeAcks(key, entry, stored.get(key) ?? [], explain, reportViolation);
  judgePrecedence(history, sent, reportViolation);
}

function judgeRow(
  conversation: string,
  row: WitnessedMessage,
  sent: Sent | undefined,
  explain: Explain,
  reportViolation: ReportViolation,
): void {
  const what = `${conversation} seq ${row.seq} (${row.clientId})`;
  if (!sent) {
    reportViolation('unexpected', `${what}: was never sent`);
    return;
  }
  if (sent.conversation !== conversation) reportViolation('foreign', `${what}: was sent in ${sent.conversation}`);
  const wrong = explain(conversation, row);
  if (wrong) reportViolation(wrong, `${what}: stored with another body`);
  if (sent.replyTo !== row.replyTo) reportViolation('altered', `${what}: stored as an answer to seq ${row.replyTo}`);
  const refused = sent.failed && !sent.unknown && sent.acks.length === 0;
  if (refused) reportViolation('unexpected', `${what}: stored although it was refused`);
}

function judgeAcks(
  key: string,
  sent: Sent,
  copies: readonly WitnessedMessage[],
  explain: Explain,
  reportViolation: ReportViolation,
): void {
  if (sent.acks.length === 0) return;
  if (copies.length === 0) {
    reportViolation('lost', `${sent.conversation} ${key}: acknowledged as seq ${sent.acks[0]?.seq}`);
    return;
  }
  for (const ack of sent.acks) {
    if (!copies.some((copy) => copy.seq === ack.seq))
      reportViolation('misordered', `${key}: acknowledged as seq ${ack.seq}`);
    const wrong = explain(sent.conversation, { ...ack, from: sent.user, clientId: sent.clientId });
    if (wrong) reportViolation(wrong, `${key}: acknowledged with another body`);
  }
}

/** The acknowledged seqs by conversation. */
type AckedSeqs = Map<string, Set<number>>;

function ackedSeqs(sent: Map<string, Sent>): AckedSeqs {
  const seqs: AckedSeqs = new Map();
  for (const { conversation, acks } of sent.values()) {
    const known = seqs.get(conversation) ?? new Set();
    seqs.set(conversation, known);
    for (const { seq } of acks) known.add(seq);
  }
  return seqs;
}

/** A missing seq of an acknowledged message counts as lost, not also as a gap. */
function judgeSeqs(
  { conversation, messages: rows, first = 1 }: View,
  acked: AckedSeqs,
  reportViolation: ReportViolation,
): void {
  const counts = new Map<number, number>();
  for (const { seq } of rows) counts.set(seq, (counts.get(seq) ?? 0) + 1);
  const last = rows.reduce((highest, { seq }) => Math.max(highest, seq), 0);
  for (let seq = first; seq <= last; seq += 1) {
    if (!counts.has(seq) && !acked.get(conversation)?.has(seq))
      reportViolation('gap', `${conversation}: seq ${seq} of ${last} is missing`);
  }
  for (const [seq, count] of counts)
    if (count > 1) reportViolation('reused', `${conversation}: ${count} messages with seq ${seq}`);
}

/** A message that is sent after the acknowledgement of another has a higher seq. */
function judgePrecedence(
  history: readonly HistoryEvent[],
  sent: Map<string, Sent>,
  reportViolation: ReportViolation,
): void {
  const acknowledged = new Map<string, number>();
  const begun = new Set<string>();
  for (const event of history) {
    if (event.op !== 'send') continue;
    const { conversation = '', seq = 0 } = event;
    const key = keyOf(event.user, event.clientId);
    if (event.phase === 'ok') acknowledged.set(conversation, Math.max(seq, acknowledged.get(conversation) ?? 0));
    if (event.phase !== 'invoke' || begun.has(key)) continue;
    begun.add(key);
    const floor = acknowledged.get(conversation) ?? 0;
    const given = sent.get(key)?.acks[0]?.seq;
    if (given !== undefined && given <= floor) {
      reportViolation('precedence', `${conversation}: seq ${given} was sent after seq ${floor} had been acknowledged`);
    }
  }
}
