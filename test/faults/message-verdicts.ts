/** Judges the rows against what was sent and answered: nothing lost, doubled, invented, altered, skipped or out of order. */
import type { HistoryEvent } from './fault-history.ts';
import type { Accuse } from './verdicts.ts';
import type { Testimony, Witnesses } from './witnesses.ts';

/** What became of one clientId over all its tries. */
export interface Sent {
  conversation: string;
  user: string;
  clientId: string;
  hash: string;
  firstInvoke: number;
  acks: { seq: number; hash: string; t: number }[];
  unknown: boolean;
  failed: boolean;
}

const keyOf = (user: string | undefined, clientId: string | undefined) => `${user} ${clientId}`;

/** Every message that anybody tried to send, by sender and clientId. */
export function collectSent(history: readonly HistoryEvent[]): Map<string, Sent> {
  const sent = new Map<string, Sent>();
  for (const event of history) {
    if (event.op !== 'send') continue;
    const key = keyOf(event.user, event.clientId);
    if (event.phase === 'invoke' && !sent.has(key)) {
      const { conversation = '', user = '', clientId = '', hash = '', t } = event;
      sent.set(key, { conversation, user, clientId, hash, firstInvoke: t, acks: [], unknown: false, failed: false });
    }
    const entry = sent.get(key);
    if (event.phase === 'ok') entry?.acks.push({ seq: event.seq ?? 0, hash: event.hash ?? '', t: event.t });
    if (event.phase === 'unknown' && entry) entry.unknown = true;
    if (event.phase === 'fail' && entry) entry.failed = true;
  }
  return sent;
}

export function judgeMessages(
  history: readonly HistoryEvent[],
  sent: Map<string, Sent>,
  { rows }: Witnesses,
  accuse: Accuse,
): void {
  const acked = ackedSeqs(sent);
  const stored = new Map<string, Testimony[]>();
  for (const view of rows) {
    for (const row of view.messages) {
      const key = keyOf(row.from, row.clientId);
      const copies = stored.get(key);
      if (copies) copies.push(row);
      else stored.set(key, [row]);
      judgeRow(view.conversation, row, sent.get(key), accuse);
    }
    if (view.messages.length > 0) judgeSeqs(view.conversation, view.messages, acked, accuse);
  }
  for (const [key, copies] of stored) {
    for (const copy of copies.slice(1)) accuse('duplicated', `${key}: again as seq ${copy.seq}`);
  }
  for (const [key, entry] of sent) judgeAcks(key, entry, stored.get(key) ?? [], accuse);
  judgePrecedence(history, sent, accuse);
}

function judgeRow(conversation: string, row: Testimony, sent: Sent | undefined, accuse: Accuse): void {
  const what = `${conversation} seq ${row.seq} (${row.clientId})`;
  if (!sent) {
    accuse('unexpected', `${what}: nobody sent it`);
    return;
  }
  if (sent.conversation !== conversation) accuse('foreign', `${what}: was sent in ${sent.conversation}`);
  if (sent.hash !== row.hash) accuse('altered', `${what}: stored with other text`);
  const refused = sent.failed && !sent.unknown && sent.acks.length === 0;
  if (refused) accuse('unexpected', `${what}: had been refused for good`);
}

function judgeAcks(key: string, sent: Sent, copies: readonly Testimony[], accuse: Accuse): void {
  if (sent.acks.length === 0) return;
  if (copies.length === 0) {
    accuse('lost', `${sent.conversation} ${key}: acknowledged as seq ${sent.acks[0]?.seq}`);
    return;
  }
  for (const ack of sent.acks) {
    if (!copies.some((copy) => copy.seq === ack.seq)) accuse('misordered', `${key}: acknowledged as seq ${ack.seq}`);
    if (ack.hash !== sent.hash) accuse('altered', `${key}: acknowledged with other text`);
  }
}

/** By conversation. */
type AckedSeqs = Map<string, Set<number>>;

function ackedSeqs(sent: Map<string, Sent>): AckedSeqs {
  const seqs: AckedSeqs = new Map();
  for (const { conversation, acks } of sent.values()) {
    const its = seqs.get(conversation) ?? new Set();
    seqs.set(conversation, its);
    for (const { seq } of acks) its.add(seq);
  }
  return seqs;
}

/** A seq that is missing because its message was lost is that message's loss, and no gap besides. */
function judgeSeqs(conversation: string, rows: readonly Testimony[], acked: AckedSeqs, accuse: Accuse): void {
  const counts = new Map<number, number>();
  for (const { seq } of rows) counts.set(seq, (counts.get(seq) ?? 0) + 1);
  const last = rows.reduce((highest, { seq }) => Math.max(highest, seq), 0);
  for (let seq = 1; seq <= last; seq += 1) {
    if (!counts.has(seq) && !acked.get(conversation)?.has(seq))
      accuse('gap', `${conversation}: there is no seq ${seq} of ${last}`);
  }
  for (const [seq, count] of counts)
    if (count > 1) accuse('reused', `${conversation}: ${count} messages with seq ${seq}`);
}

/** What is sent after another message was acknowledged comes after it. */
function judgePrecedence(history: readonly HistoryEvent[], sent: Map<string, Sent>, accuse: Accuse): void {
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
      accuse('precedence', `${conversation}: seq ${given} was sent after seq ${floor} had been acknowledged`);
    }
  }
}
