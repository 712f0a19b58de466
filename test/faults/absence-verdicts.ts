/** Judges what the devices of users get of a room that they are not in. */
import { type ChangeFacts, placeOf } from './change-log.ts';
import type { HistoryEvent } from './fault-history.ts';
import type { Absence } from './room-log.ts';

/** A node learns of a removal on another one within this time, in ms: in calm, and when the bus is troubled. */
const noticeMs = { calm: 1_000, troubled: 5_000 };
/** A fault is troubling for this long after it began or was healed, in ms. */
const troubledMs = 20_000;

/** When each message was first sent, by sender and clientId, and each revision begun, by `placeOf`. */
interface Beginnings {
  messages: Map<string, number>;
  changes: Map<string, number>;
}

export function judgeAbsences(facts: ChangeFacts, absences: readonly Absence[]): void {
  const { history, sent, reportViolation } = facts;
  if (absences.length === 0) return;
  const messages = new Map([...sent].map(([key, { firstInvoke }]) => [key, firstInvoke]));
  const begun: Beginnings = { messages, changes: beginningsIn(facts) };
  const faults = history.filter(({ op }) => op === 'fault' || op === 'heal' || op === 'exit').map(({ t }) => t);
  const calls = new Map<number, number>();
  for (const event of history) {
    const { op, phase, call, t, conversation, device = '' } = event;
    if (phase === 'invoke' && call !== undefined) calls.set(call, t);
    const user = userOf(device);
    const graceOf = (from: number, until: number) =>
      faults.some((at) => at >= from - troubledMs && at <= until) ? noticeMs.troubled : noticeMs.calm;
    const during = absences.filter((one) => one.user === user && one.conversation === conversation && t < one.until);
    if (during.length === 0) continue;
    const what = `${op} of ${device} in ${conversation}`;
    const called = calls.get(call ?? -1);
    if (phase === 'ok' && called !== undefined && during.some(({ from }) => called > from))
      reportViolation('afterRemoval', `${what}: answered after the removal`);
    const written = call === undefined ? writtenAt(event, begun) : undefined;
    const late = during.find(({ from }) => written !== undefined && written > from + graceOf(from, t));
    if (late)
      reportViolation(
        'afterRemoval',
        `${what}: seq ${event.seq}, written ${Math.round(written! - late.from)} ms after`,
      );
  }
}

const userOf = (device: string) => device.slice(0, device.lastIndexOf('/'));

/** A change without a clear answer may have made the revision that a repeat is answered with. */
function beginningsIn({ attempts }: ChangeFacts): Map<string, number> {
  const begun = new Map<string, number>();
  for (const ofMessage of attempts.values()) {
    const open = ofMessage.filter(({ phase }) => phase === 'unknown').map(({ from }) => from);
    for (const { conversation, answer, from } of ofMessage) {
      if (!answer?.state) continue;
      const key = placeOf(conversation, answer.state.rev);
      begun.set(key, Math.min(begun.get(key) ?? Number.POSITIVE_INFINITY, from, ...open));
    }
  }
  return begun;
}

/** When that was written which a push shows; undefined for another event. */
function writtenAt(
  { op, detail, conversation, user, clientId, state }: HistoryEvent,
  begun: Beginnings,
): number | undefined {
  if (op === 'push' && detail === 'push') return begun.messages.get(`${user} ${clientId}`);
  const isPush = (op === 'push' || op === 'state') && detail === 'changed';
  return isPush ? begun.changes.get(placeOf(conversation, state?.rev)) : undefined;
}
