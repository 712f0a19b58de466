/** Judges conduct: every call ends in time, an ended session is served no more, no process ends unasked, no log admits a defect. */
import type { HistoryEvent, Op } from './fault-history.ts';
import type { Accuse } from './verdicts.ts';

/** A call has to have some outcome after this time, in milliseconds; so has the end of a session. */
const patienceMs = 5_000;

export function judgeCalls(history: readonly HistoryEvent[], accuse: Accuse): void {
  const invoked = new Map<number, HistoryEvent>();
  const cuts = cutWays(history);
  const describe = ({ op, device, clientId, node }: HistoryEvent) =>
    `${op} of ${device}${node ? ` at ${node}` : ''}${clientId ? ` (${clientId})` : ''}`;
  for (const event of history) {
    if (event.phase === 'invoke' && event.call !== undefined) invoked.set(event.call, event);
    else if (event.phase !== 'seen' && event.call !== undefined) {
      const begun = invoked.get(event.call);
      invoked.delete(event.call);
      if (begun && event.detail === 'timeout' && !isCut(begun, event.t, cuts)) {
        accuse('unanswered', `${describe(begun)}: no answer after ${Math.round(event.t - begun.t)} ms`);
      }
    }
    if (event.detail === 'internal') accuse('defect', `${describe(event)}: answered internal`);
    if (event.op === 'exit' && event.ordered === false) accuse('unorderedExit', `${event.node}: ${event.detail}`);
    if (event.op === 'log') accuse(isUncaught(event) ? 'uncaught' : 'defect', `${event.node}: ${event.detail}`);
  }
  for (const begun of invoked.values()) {
    if (!isCut(begun, begun.t + patienceMs, cuts)) accuse('unanswered', `${describe(begun)}: never`);
  }
  judgeEnded(history, cuts, accuse);
}

const isUncaught = ({ detail = '' }: HistoryEvent) => /uncaught|unhandled/i.test(detail);

interface Cut {
  way: string;
  from: number;
  until: number;
}

/** A way that was cut is found out by the heartbeat only: calls just after it healed may still be lost on it. */
const heartbeatMs = 20_000;

function cutWays(history: readonly HistoryEvent[]): Cut[] {
  const cuts: Cut[] = [];
  for (const { op, cuts: way, t } of history) {
    if (way === undefined) continue;
    if (op === 'fault') cuts.push({ way, from: t, until: Number.POSITIVE_INFINITY });
    const open = cuts.find((cut) => cut.way === way && cut.until === Number.POSITIVE_INFINITY);
    if (op === 'heal' && open) open.until = t + heartbeatMs;
  }
  return cuts;
}

function isCut({ t, node, device }: HistoryEvent, until: number, cuts: readonly Cut[]): boolean {
  return cuts.some((cut) => (cut.way === node || cut.way === device) && cut.from <= until && cut.until >= t);
}

/** Refused from the moment on at which the session has ended; what reads may go on until its sockets are closed. */
const writes = new Set<Op>(['send', 'receipt']);

function judgeEnded(history: readonly HistoryEvent[], cuts: readonly Cut[], accuse: Accuse): void {
  const endedAt = new Map<string, number>();
  for (const { op, phase, session, t } of history) {
    if (op === 'logout' && phase === 'ok' && session) endedAt.set(session, t);
  }
  if (endedAt.size === 0) return;
  const begun = new Map<number, number>();
  const open = new Map<string, HistoryEvent>();
  const closed = (device: string, t: number) => {
    const connected = open.get(device);
    const ended = endedAt.get(connected?.session ?? '');
    const isOpen = ended !== undefined && !isCut({ ...connected!, t: ended }, t, cuts);
    if (isOpen && t - ended > patienceMs) accuse('endedServed', `${device}: its socket stayed open`);
    open.delete(device);
  };
  for (const event of history) {
    const { op, phase, call, session = '', device = '', t } = event;
    const ended = endedAt.get(session);
    if (phase === 'invoke' && call !== undefined) begun.set(call, t);
    if (op === 'socket' && phase === 'ok') {
      if (ended !== undefined && t > ended + patienceMs) accuse('endedServed', `${device}: was let in again`);
      open.set(device, event);
    } else if (op === 'socket') closed(device, t);
    else if (ended !== undefined && phase === 'ok') {
      const after = (begun.get(call ?? 0) ?? 0) - ended;
      if (after > (writes.has(op) ? 0 : patienceMs))
        accuse('endedServed', `${op} of ${device}: served ${Math.round(after)} ms after the end`);
    }
  }
  for (const device of [...open.keys()]) closed(device, Number.POSITIVE_INFINITY);
}
