/** Judges presence and typing notices, which are not stored. */
import type { HistoryEvent } from './fault-history.ts';
import type { ReportViolation } from './verdicts.ts';
import type { Witnesses } from './witnesses.ts';

export function judgePresence({ presence = [] }: Witnesses, reportViolation: ReportViolation): void {
  for (const { watcher, user, shown, isOnline } of presence) {
    if (shown === isOnline) continue;
    const says = shown === undefined ? 'nothing' : shown ? 'online' : 'offline';
    reportViolation(
      'presence',
      `${watcher} shows ${says} of ${user}, which is ${isOnline ? 'connected' : 'disconnected'}`,
    );
  }
}

/** By the contract, typing ends five seconds after the last key; the rest is tolerance for a busy machine. */
const typingMs = 8_000;

/** Around a fault the `doneTyping` push may be lost; devices stop showing the notice by themselves. */
const calmMs = 10_000;

export function judgeTyping(history: readonly HistoryEvent[], reportViolation: ReportViolation): void {
  const disturbances = history.filter(({ op }) => op === 'fault' || op === 'heal' || op === 'exit').map(({ t }) => t);
  const isCalm = (from: number, until: number) => !disturbances.some((t) => t >= from - calmMs && t <= until);
  const typedAt = new Map<string, number>();
  /** When each device began to show each user as typing. */
  const shown = new Map<string, number>();
  const expire = (key: string, t: number) => {
    const since = shown.get(key);
    shown.delete(key);
    if (since !== undefined && t - since > typingMs && isCalm(since, t)) {
      reportViolation('typing', `${key}: shown for ${Math.round(t - since)} ms`);
    }
  };
  const forget = (start: string) => {
    for (const key of [...shown.keys()]) if (key.startsWith(start)) shown.delete(key);
  };
  for (const { op, phase, t, device = '', user = '', detail, kind, value } of history) {
    const key = `${device} of ${user}`;
    if (op === 'socket') forget(`${device} of `);
    // A removed member is told nothing more of the room.
    if (op === 'room' && kind === 'remove') forget(`${value}/`);
    if (op === 'push' && detail === 'push') expire(key, t);
    if (op !== 'typing') continue;
    if (phase === 'invoke') typedAt.set(user, t);
    else if (detail === 'doneTyping') expire(key, t);
    else {
      if (t - (typedAt.get(user) ?? Number.NEGATIVE_INFINITY) > typingMs && isCalm(t - typingMs, t)) {
        reportViolation('typing', `${key}: pushed more than 8 s after the last key`);
      }
      shown.set(key, t);
    }
  }
  const end = history.at(-1)?.t ?? 0;
  for (const key of [...shown.keys()]) expire(key, end);
}
