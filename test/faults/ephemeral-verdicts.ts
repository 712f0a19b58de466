/** Judges what is not stored: who is shown as online, and that nobody is shown as typing who stopped long ago. */
import type { HistoryEvent } from './fault-history.ts';
import type { Accuse } from './verdicts.ts';
import type { Witnesses } from './witnesses.ts';

export function judgePresence({ presence = [] }: Witnesses, accuse: Accuse): void {
  for (const { watcher, user, shown, isOnline } of presence) {
    if (shown === isOnline) continue;
    const says = shown === undefined ? 'nothing' : shown ? 'online' : 'offline';
    accuse('presence', `${watcher} shows ${says} of ${user}, who is ${isOnline ? 'connected' : 'gone'}`);
  }
}

/** Five seconds after the last key it is over, by the contract; the rest is for a busy machine. */
const typingMs = 8_000;

/** Around a fault the word that it is over may be lost; devices stop showing it by themselves. */
const unrestMs = 10_000;

export function judgeTyping(history: readonly HistoryEvent[], accuse: Accuse): void {
  const unrest = history.filter(({ op }) => op === 'fault' || op === 'heal' || op === 'exit').map(({ t }) => t);
  const isCalm = (from: number, until: number) => !unrest.some((t) => t >= from - unrestMs && t <= until);
  const typedAt = new Map<string, number>();
  /** Who is shown as typing, by device and person, and since when. */
  const shown = new Map<string, number>();
  const expire = (key: string, t: number) => {
    const since = shown.get(key);
    shown.delete(key);
    if (since !== undefined && t - since > typingMs && isCalm(since, t)) {
      accuse('typing', `${key}: shown for ${Math.round(t - since)} ms`);
    }
  };
  for (const { op, phase, t, device = '', user = '', detail } of history) {
    const key = `${device} of ${user}`;
    if (op === 'socket') for (const one of [...shown.keys()]) if (one.startsWith(`${device} of `)) shown.delete(one);
    if (op === 'push' && detail === 'push') expire(key, t);
    if (op !== 'typing') continue;
    if (phase === 'invoke') typedAt.set(user, t);
    else if (detail === 'doneTyping') expire(key, t);
    else {
      if (t - (typedAt.get(user) ?? Number.NEGATIVE_INFINITY) > typingMs && isCalm(t - typingMs, t)) {
        accuse('typing', `${key}: told more than 8 s after the last key`);
      }
      shown.set(key, t);
    }
  }
  const end = history.at(-1)?.t ?? 0;
  for (const key of [...shown.keys()]) expire(key, end);
}
