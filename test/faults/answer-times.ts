/** Measures how long calls took that began within a window and had a wanted outcome. */
import type { FaultHistory, HistoryEvent } from './fault-history.ts';
import { type Spread, spread } from './run-figures.ts';

export interface Window {
  from: number;
  until: number;
}

export function answerTimes(
  { events }: FaultHistory,
  { from, until }: Window,
  isWanted: (outcome: HistoryEvent) => boolean,
): Spread {
  const begun = new Map<number, number>();
  const times: number[] = [];
  for (const event of events) {
    if (event.call === undefined) continue;
    if (event.phase === 'invoke' && event.t >= from && event.t <= until) begun.set(event.call, event.t);
    const since = begun.get(event.call);
    if (event.phase === 'invoke' || since === undefined) continue;
    begun.delete(event.call);
    if (isWanted(event)) times.push(event.t - since);
  }
  return spread(times);
}

export const isAck = ({ op, phase }: HistoryEvent) => op === 'send' && phase === 'ok';

/** A refusal after which the client may repeat the call. */
export const isTypedError = ({ phase, detail }: HistoryEvent) => phase === 'unknown' && detail === 'unavailable';
