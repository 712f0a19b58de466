/** Judges what devices were told and witnesses show against the rows, and that nobody else was told anything. */
import type { HistoryEvent } from './fault-history.ts';
import type { Sent } from './message-verdicts.ts';
import type { Accuse } from './verdicts.ts';
import type { Testimony, View, Witnesses } from './witnesses.ts';

interface Truth {
  /** The row of each clientId, by sender. */
  byKey: Map<string, Testimony[]>;
  acked: Set<string>;
}

const keyOf = (from: string | undefined, clientId: string | undefined) => `${from} ${clientId}`;

export function judgeViews(
  history: readonly HistoryEvent[],
  sent: Map<string, Sent>,
  { rows, views }: Witnesses,
  accuse: Accuse,
): void {
  const acked = new Set([...sent].filter(([, entry]) => entry.acks.length > 0).map(([key]) => key));
  const truths = new Map<string, Truth>();
  for (const view of rows) truths.set(view.conversation, { byKey: byKey(view.messages), acked });
  for (const view of views) {
    const truth = truths.get(view.conversation) ?? { byKey: new Map(), acked };
    judgeView(view, truth, accuse);
  }
  judgePushes(history, truths, acked, accuse);
}

function byKey(messages: readonly Testimony[]): Map<string, Testimony[]> {
  const found = new Map<string, Testimony[]>();
  for (const message of messages) {
    const key = keyOf(message.from, message.clientId);
    const copies = found.get(key);
    if (copies) copies.push(message);
    else found.set(key, [message]);
  }
  return found;
}

function judgeView({ witness, conversation, messages }: View, truth: Truth, accuse: Accuse): void {
  const where = `${witness} of ${conversation}`;
  const had = new Set<string>();
  let previous = 0;
  for (const message of messages) {
    const key = keyOf(message.from, message.clientId);
    if (message.seq <= previous) accuse('misordered', `${where}: seq ${message.seq} after ${previous}`);
    previous = message.seq;
    const copies = truth.byKey.get(key);
    if (had.has(key) && (copies?.length ?? 0) < 2) accuse('duplicated', `${where}: ${key} twice`);
    had.add(key);
    compare(`${where}: ${key}`, message, copies, truth.acked.has(key), accuse);
  }
  for (const [key, [row]] of truth.byKey) {
    if (!had.has(key)) accuse('hole', `${where}: does not have seq ${row?.seq} (${key})`);
  }
}

/** @param counted - acknowledged: without a row it is lost, and that is said elsewhere. */
function compare(
  what: string,
  { seq, hash }: { seq: number; hash: string },
  copies: readonly Testimony[] | undefined,
  counted: boolean,
  accuse: Accuse,
): void {
  if (!copies) {
    if (!counted) accuse('unexpected', `${what}: is not stored`);
    return;
  }
  const same = copies.find((copy) => copy.seq === seq);
  if (!same) {
    accuse('misordered', `${what}: as seq ${seq}, stored as ${copies[0]?.seq}`);
    return;
  }
  if (same.hash !== hash) accuse('altered', `${what}: with other text than is stored`);
}

function judgePushes(
  history: readonly HistoryEvent[],
  truths: Map<string, Truth>,
  acked: Set<string>,
  accuse: Accuse,
): void {
  for (const event of history) {
    if (event.op === 'stranger') accuse('foreign', `${event.device} was told ${event.detail}`);
    if (event.op !== 'push') continue;
    const { conversation = '', user, clientId, device, seq = 0, hash = '' } = event;
    const key = keyOf(user, clientId);
    const copies = truths.get(conversation)?.byKey.get(key);
    compare(`push to ${device}: ${key}`, { seq, hash }, copies, acked.has(key), accuse);
  }
}
