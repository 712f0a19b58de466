/** Judges calls, sessions, processes and logs: every call ends in time, no ended session is served, no process crashes. */
import type { HistoryEvent, Op } from './fault-history.ts';
import type { ReportViolation } from './verdicts.ts';

/** Within this time, in ms, a call has an outcome and the sockets of an ended session close. */
const deadlineMs = 5_000;

export function judgeCalls(history: readonly HistoryEvent[], reportViolation: ReportViolation): void {
  const invoked = new Map<number, HistoryEvent>();
  const outages = outagesIn(history);
  const describe = ({ op, device, clientId, node }: HistoryEvent) =>
    `${op} of ${device}${node ? ` at ${node}` : ''}${clientId ? ` (${clientId})` : ''}`;
  for (const event of history) {
    if (event.phase === 'invoke' && event.call !== undefined) invoked.set(event.call, event);
    else if (event.phase !== 'seen' && event.call !== undefined) {
      const begun = invoked.get(event.call);
      invoked.delete(event.call);
      if (begun && event.detail === 'timeout' && !isUnreachable(begun, event.t, outages)) {
        reportViolation('unanswered', `${describe(begun)}: no answer after ${Math.round(event.t - begun.t)} ms`);
      }
    }
    if (event.detail === 'internal') reportViolation('defect', `${describe(event)}: answered internal`);
    if (event.op === 'exit' && event.ordered === false)
      reportViolation('unorderedExit', `${event.node}: ${event.detail}`);
    if (event.op === 'log')
      reportViolation(isUncaught(event) ? 'uncaught' : 'defect', `${event.node}: ${event.detail}`);
  }
  for (const begun of invoked.values()) {
    if (!isUnreachable(begun, begun.t + deadlineMs, outages))
      reportViolation('unanswered', `${describe(begun)}: no outcome`);
  }
  judgeEndedSessions(history, outages, reportViolation);
}

const isUncaught = ({ detail = '' }: HistoryEvent) => /uncaught|unhandled/i.test(detail);

interface Outage {
  target: string;
  from: number;
  until: number;
}

/** Only the heartbeat detects a broken connection: calls may still be lost on it for this long after the link heals. */
const heartbeatMs = 20_000;

function outagesIn(history: readonly HistoryEvent[]): Outage[] {
  const outages: Outage[] = [];
  for (const { op, unreachable: target, t } of history) {
    if (target === undefined) continue;
    if (op === 'fault') outages.push({ target, from: t, until: Number.POSITIVE_INFINITY });
    const open = outages.find((one) => one.target === target && one.until === Number.POSITIVE_INFINITY);
    if (op === 'heal' && open) open.until = t + heartbeatMs;
  }
  return outages;
}

function isUnreachable({ t, node, device }: HistoryEvent, end: number, outages: readonly Outage[]): boolean {
  return outages.some(({ target, from, until }) => (target === node || target === device) && from <= end && until >= t);
}

/** Refused from the moment the session ends; reads may go on until its sockets close. */
const writes = new Set<Op>(['send', 'change', 'receipt']);

function judgeEndedSessions(
  history: readonly HistoryEvent[],
  outages: readonly Outage[],
  reportViolation: ReportViolation,
): void {
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
    const isOpen = ended !== undefined && !isUnreachable({ ...connected!, t: ended }, t, outages);
    if (isOpen && t - ended > deadlineMs) reportViolation('endedServed', `${device}: its socket stayed open`);
    open.delete(device);
  };
  for (const event of history) {
    const { op, phase, call, session = '', device = '', t } = event;
    const ended = endedAt.get(session);
    if (phase === 'invoke' && call !== undefined) begun.set(call, t);
    if (op === 'socket' && phase === 'ok') {
      if (ended !== undefined && t > ended + deadlineMs) reportViolation('endedServed', `${device}: connected again`);
      open.set(device, event);
    } else if (op === 'socket') closed(device, t);
    else if (ended !== undefined && phase === 'ok') {
      const after = (begun.get(call ?? 0) ?? 0) - ended;
      if (after > (writes.has(op) ? 0 : deadlineMs))
        reportViolation(
          'endedServed',
          `${op} of ${device}: served ${Math.round(after)} ms after the end of its session`,
        );
    }
  }
  for (const device of [...open.keys()]) closed(device, Number.POSITIVE_INFINITY);
}
