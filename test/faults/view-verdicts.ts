/** Judges pushes and views against the rows, and that no stranger received a push. */
import type { HistoryEvent } from './fault-history.ts';
import type { Sent } from './message-verdicts.ts';
import type { ReportViolation } from './verdicts.ts';
import type { View, WitnessedMessage, Witnesses } from './witnesses.ts';

interface StoredMessages {
  /** The rows by sender and clientId. */
  byKey: Map<string, WitnessedMessage[]>;
  acked: Set<string>;
}

const keyOf = (from: string | undefined, clientId: string | undefined) => `${from} ${clientId}`;

export function judgeViews(
  history: readonly HistoryEvent[],
  sent: Map<string, Sent>,
  { rows, views }: Witnesses,
  reportViolation: ReportViolation,
): void {
  const acked = new Set([...sent].filter(([, entry]) => entry.acks.length > 0).map(([key]) => key));
  const truths = new Map<string, StoredMessages>();
  for (const view of rows) truths.set(view.conversation, { byKey: byKey(view.messages), acked });
  for (const view of views) {
    const truth = truths.get(view.conversation) ?? { byKey: new Map(), acked };
    judgeView(view, truth, reportViolation);
  }
  judgePushes(history, truths, acked, reportViolation);
}

function byKey(messages: readonly WitnessedMessage[]): Map<string, WitnessedMessage[]> {
  const found = new Map<string, WitnessedMessage[]>();
  for (const message of messages) {
    const key = keyOf(message.from, message.clientId);
    const copies = found.get(key);
    if (copies) copies.push(message);
    else found.set(key, [message]);
  }
  return found;
}

function judgeView(
  { witness, conversation, messages }: View,
  truth: StoredMessages,
  reportViolation: ReportViolation,
): void {
  const where = `${witness} of ${conversation}`;
  const seen = new Set<string>();
  let previous = 0;
  for (const message of messages) {
    const key = keyOf(message.from, message.clientId);
    if (message.seq <= previous) reportViolation('misordered', `${where}: seq ${message.seq} after ${previous}`);
    previous = message.seq;
    const copies = truth.byKey.get(key);
    if (seen.has(key) && (copies?.length ?? 0) < 2) reportViolation('duplicated', `${where}: ${key} appears twice`);
    seen.add(key);
    compare(`${where}: ${key}`, message, copies, truth.acked.has(key), reportViolation);
  }
  for (const [key, [row]] of truth.byKey) {
    if (!seen.has(key)) reportViolation('hole', `${where}: seq ${row?.seq} (${key}) is missing`);
  }
}

/** @param isAcked - an acknowledged message without a row is reported as lost elsewhere. */
function compare(
  what: string,
  { seq, hash }: { seq: number; hash: string },
  copies: readonly WitnessedMessage[] | undefined,
  isAcked: boolean,
  reportViolation: ReportViolation,
): void {
  if (!copies) {
    if (!isAcked) reportViolation('unexpected', `${what}: is not stored`);
    return;
  }
  const same = copies.find((copy) => copy.seq === seq);
  if (!same) {
    reportViolation('misordered', `${what}: has seq ${seq}, is stored as ${copies[0]?.seq}`);
    return;
  }
  if (same.hash !== hash) reportViolation('altered', `${what}: has another body than the row`);
}

function judgePushes(
  history: readonly HistoryEvent[],
  truths: Map<string, StoredMessages>,
  acked: Set<string>,
  reportViolation: ReportViolation,
): void {
  for (const event of history) {
    if (event.op === 'stranger') reportViolation('foreign', `${event.device} received ${event.detail}`);
    if (event.op !== 'push') continue;
    const { conversation = '', user, clientId, device, seq = 0, hash = '' } = event;
    const key = keyOf(user, clientId);
    const copies = truths.get(conversation)?.byKey.get(key);
    compare(`push to ${device}: ${key}`, { seq, hash }, copies, acked.has(key), reportViolation);
  }
}
