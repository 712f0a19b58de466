/** Judges pushes and views against the rows, and that no stranger received a push. */
import type { Explain } from './body-rules.ts';
import { type ChangeFacts, deletionOf, placeOf } from './change-log.ts';
import type { ReportViolation } from './verdicts.ts';
import { digestOf, hasDoubleReaction, noText } from './witnessed-state.ts';
import type { View, WitnessedMessage } from './witnesses.ts';

interface StoredMessages {
  /** The rows by sender and clientId. */
  byKey: Map<string, WitnessedMessage[]>;
  rev: number;
}

interface Judge extends ChangeFacts {
  acked: Set<string>;
  explain: Explain;
}

const keyOf = (from: string | undefined, clientId: string | undefined) => `${from} ${clientId}`;

export function judgeViews(facts: ChangeFacts, explain: Explain): void {
  const acked = new Set([...facts.sent].filter(([, entry]) => entry.acks.length > 0).map(([key]) => key));
  const judge = { ...facts, acked, explain };
  const truths = new Map<string, StoredMessages>();
  for (const { conversation, messages, rev = 0 } of facts.witnesses.rows)
    truths.set(conversation, { byKey: byKey(messages), rev });
  for (const view of facts.witnesses.views) {
    judgeView(view, truths.get(view.conversation) ?? { byKey: new Map(), rev: 0 }, judge);
  }
  judgePushes(truths, judge);
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

function judgeView(view: View, truth: StoredMessages, judge: Judge): void {
  const { witness, conversation, messages, isPartial, isLeft, rev = truth.rev } = view;
  const { reportViolation, acked } = judge;
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
    const row = findRow(`${where}: ${key}`, message.seq, copies, acked.has(key), reportViolation);
    if (row && !isLeft) compare(`${where}: ${key}`, view, message, row, judge);
  }
  if (isLeft) return;
  if (rev !== truth.rev) reportViolation('diverged', `${where}: has rev ${rev}, the rows have ${truth.rev}`);
  if (isPartial) return;
  for (const [key, [row]] of truth.byKey) {
    if (!seen.has(key)) reportViolation('hole', `${where}: seq ${row?.seq} (${key}) is missing`);
  }
}

/** @param isAcked - an acknowledged message without a row is reported as lost elsewhere. */
function findRow(
  what: string,
  seq: number,
  copies: readonly WitnessedMessage[] | undefined,
  isAcked: boolean,
  reportViolation: ReportViolation,
): WitnessedMessage | undefined {
  const same = copies?.find((copy) => copy.seq === seq);
  if (!copies && !isAcked) reportViolation('unexpected', `${what}: is not stored`);
  if (copies && !same) reportViolation('misordered', `${what}: has seq ${seq}, is stored as ${copies[0]?.seq}`);
  return same;
}

/** Compares the state in which a witness shows a message with its row. */
function compare(
  what: string,
  { conversation, isAnswer }: View,
  message: WitnessedMessage,
  row: WitnessedMessage,
  judge: Judge,
): void {
  const { reportViolation, explain } = judge;
  if (hasDoubleReaction(message.state)) reportViolation('doubleReaction', what);
  if (message.hash !== row.hash) {
    const isBack = isAnswer && row.hash === noText && deletionOf(judge, placeOf(conversation, row.seq)) !== undefined;
    // A row with a wrong body has a verdict already.
    const wrong = explain(conversation, message) ?? (explain(conversation, row) ? null : 'diverged');
    if (isBack) reportViolation('resurrected', `${what}: shows the text of seq ${row.seq}`);
    else if (wrong) reportViolation(wrong, `${what}: has another body than the row`);
  } else if (digestOf(message.state) !== digestOf(row.state)) {
    reportViolation('diverged', `${what}: shows ${digestOf(message.state)}, the row is ${digestOf(row.state)}`);
  }
  if (message.replyTo !== row.replyTo) reportViolation('diverged', `${what}: answers seq ${message.replyTo}`);
  else if (message.excerpt !== undefined && message.excerpt !== row.excerpt) {
    const isBack = row.excerpt === noText && deletionOf(judge, placeOf(conversation, row.replyTo)) !== undefined;
    reportViolation(isBack ? 'resurrected' : 'diverged', `${what}: quotes another text of seq ${row.replyTo}`);
  }
}

function judgePushes(truths: Map<string, StoredMessages>, { history, acked, explain, reportViolation }: Judge): void {
  for (const event of history) {
    if (event.op === 'stranger') reportViolation('foreign', `${event.device} received ${event.detail}`);
    if (event.op !== 'push' && event.op !== 'state') continue;
    const { conversation = '', user = '', clientId = '', device, seq = 0, hash = '', op } = event;
    const key = keyOf(user, clientId);
    const what = `${op} to ${device}: ${key}`;
    const copies = truths.get(conversation)?.byKey.get(key);
    // The judge of changes knows a `state` with another seq as moved.
    const same = copies?.some((copy) => copy.seq === seq);
    if (op === 'push' || !copies) findRow(what, seq, copies, acked.has(key), reportViolation);
    const wrong = same ? explain(conversation, { seq, from: user, clientId, hash }) : null;
    if (wrong) reportViolation(wrong, `${what}: has another body than was sent or edited`);
  }
}
