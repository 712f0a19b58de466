/** Computes the figures of a run, which are reported and not judged: counts, latencies and outages. */
import { type Place, placeKind } from './conversation-address.ts';
import type { HistoryEvent } from './fault-history.ts';
import { collectSent } from './message-verdicts.ts';

export interface Spread {
  count: number;
  p50: number;
  p99: number;
  max: number;
}

export interface RunFigures {
  /** The acknowledged commands by kind; `acked` is the messages alone. */
  commands: Record<string, number>;
  /** The acknowledged commands in pairs, in rooms and in the lobby. */
  byPlace: Record<Place, number>;
  acked: number;
  /** Messages with at least one attempt without a clear answer. */
  unknown: number;
  /** The unknown messages that were acknowledged in the end. */
  recovered: number;
  pushes: number;
  /** Pushes that arrived on a device after a later message of the conversation, which is allowed. */
  outOfOrder: number;
  /** Time from the first acknowledgement until each other device of a pair or the lobby has the message, in ms. */
  delivery: Spread;
  /** Time from the last heal until a device has a message that was acknowledged before the heal, in ms. */
  convergence: Spread;
  /** Time from the first failure of a device to its next answer, in ms; the longest of each device. */
  unavailable: Spread;
  /** Duration of the calls that ended with `unavailable`, in ms. */
  typedErrors: Spread;
  longestAckGap: number;
  reconnects: number;
}

export function figuresOf(history: readonly HistoryEvent[]): RunFigures {
  const sent = [...collectSent(history).values()];
  const acked = sent.filter(({ acks }) => acks.length > 0);
  const unknown = sent.filter((one) => one.unknown);
  const acks = history.filter(({ op, phase }) => op === 'send' && phase === 'ok').map(({ t }) => t);
  const { delivery, convergence } = deliveries(history);
  return {
    ...countCommands(history),
    acked: acked.length,
    unknown: unknown.length,
    recovered: unknown.filter((one) => one.acks.length > 0).length,
    ...countPushes(history),
    delivery: spread(delivery),
    convergence: spread(convergence),
    unavailable: spread(unavailability(history)),
    typedErrors: spread(typedErrors(history)),
    longestAckGap: Math.round(acks.reduce((longest, t, at) => Math.max(longest, t - (acks[at - 1] ?? t)), 0)),
    reconnects: history.filter(({ op, phase, detail }) => op === 'socket' && phase === 'unknown' && detail !== 'closed')
      .length,
  };
}

function countCommands(history: readonly HistoryEvent[]): Pick<RunFigures, 'commands' | 'byPlace'> {
  const counted = new Set<string>();
  const commands: Record<string, number> = {};
  const byPlace = { pairs: 0, rooms: 0, lobby: 0 };
  for (const { op, phase, call, kind = 'send', user, clientId, replyTo, files, file, isFinished, ...of } of history) {
    const key = `${op} ${user} ${clientId ?? file ?? call}`;
    const isCommand = op === 'send' || op === 'change' || op === 'room' || (op === 'upload' && isFinished);
    if (phase !== 'ok' || !isCommand || counted.has(key)) continue;
    counted.add(key);
    const name = op === 'upload' ? op : files ? 'with files' : replyTo === undefined ? kind : 'reply';
    commands[name] = (commands[name] ?? 0) + 1;
    byPlace[placeKind(of.conversation ?? '')] += 1;
  }
  return { commands, byPlace };
}

export const sumOf = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

export const spreadText = ({ count, p50, p99, max }: Spread): string =>
  count === 0 ? 'none' : `p50 ${p50}, p99 ${p99}, max ${max} ms (${count})`;

function countPushes(history: readonly HistoryEvent[]): { pushes: number; outOfOrder: number } {
  const highest = new Map<string, number>();
  let pushes = 0;
  let outOfOrder = 0;
  for (const { op, detail, device, conversation, seq = 0 } of history) {
    if (op !== 'push' || detail !== 'push') continue;
    const key = `${device} ${conversation}`;
    pushes += 1;
    if (seq < (highest.get(key) ?? 0)) outOfOrder += 1;
    highest.set(key, Math.max(seq, highest.get(key) ?? 0));
  }
  return { pushes, outOfOrder };
}

function deliveries(history: readonly HistoryEvent[]): { delivery: number[]; convergence: number[] } {
  const ackedAt = new Map<string, number>();
  const received = new Set<string>();
  const delivery: number[] = [];
  const convergence: number[] = [];
  let healedAt = 0;
  for (const { op, phase, t, user, clientId, device, detail, conversation = '' } of history) {
    // A member who comes back reads what was written meanwhile.
    if (placeKind(conversation) === 'rooms') continue;
    const key = `${user} ${clientId}`;
    if (op === 'heal') healedAt = t;
    if (op === 'send' && phase === 'ok' && !ackedAt.has(key)) ackedAt.set(key, t);
    if (op !== 'push' || detail === 'answer' || received.has(`${device} ${key}`)) continue;
    received.add(`${device} ${key}`);
    const acked = ackedAt.get(key);
    delivery.push(acked === undefined ? 0 : t - acked);
    if (acked !== undefined && acked < healedAt) convergence.push(t - healedAt);
  }
  return { delivery, convergence };
}

function unavailability(history: readonly HistoryEvent[]): number[] {
  const since = new Map<string, number>();
  const longest = new Map<string, number>();
  for (const { op, phase, t, device } of history) {
    if (!device || !['send', 'page', 'socket'].includes(op)) continue;
    if (!longest.has(device)) longest.set(device, 0);
    if (phase === 'unknown' && !since.has(device)) since.set(device, t);
    if (phase !== 'ok' || op === 'socket') continue;
    longest.set(device, Math.max(longest.get(device) ?? 0, t - (since.get(device) ?? t)));
    since.delete(device);
  }
  return [...longest.values()];
}

/** The duration of each disconnection, in ms. */
export function absences(history: readonly HistoryEvent[]): number[] {
  const since = new Map<string, number>();
  const times: number[] = [];
  for (const { op, phase, t, device = '' } of history) {
    if (op !== 'socket') continue;
    if (phase === 'unknown') since.set(device, t);
    else if (since.has(device)) times.push(t - since.get(device)!);
  }
  return times;
}

function typedErrors(history: readonly HistoryEvent[]): number[] {
  const begun = new Map<number, number>();
  const times: number[] = [];
  for (const { phase, call, t, detail } of history) {
    if (call === undefined) continue;
    if (phase === 'invoke') begun.set(call, t);
    if (phase === 'unknown' && detail === 'unavailable') times.push(t - (begun.get(call) ?? t));
  }
  return times;
}
