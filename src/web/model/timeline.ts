/** The stored messages of one conversation as this device knows them: a run without holes, and what waits beyond a hole. */
import type { Message } from '../../protocol/shapes.ts';

export interface Timeline {
  /** False until the first page has arrived: until then everything waits in `ahead`. */
  readonly loaded: boolean;
  /** Ascending by `seq` without a hole: what is shown. */
  readonly run: readonly Message[];
  /** Ascending, known, but beyond a hole: held back until what lies between has been fetched. */
  readonly ahead: readonly Message[];
}

export const emptyTimeline: Timeline = { loaded: false, run: [], ahead: [] };

/** The last `seq` of the run; 0 before the first message. */
export function topOf(timeline: Timeline): number {
  return timeline.run.at(-1)?.seq ?? 0;
}

/** `seq` counts from 1 without gaps, so a run that starts later has older messages before it. */
export function hasOlder(timeline: Timeline): boolean {
  return (timeline.run[0]?.seq ?? 1) > 1;
}

/** Takes in messages in any order, any number of times; what lies below the run and does not touch it is left for paging. */
export function merge(timeline: Timeline, messages: readonly Message[]): Timeline {
  const known = bySeq([...timeline.run, ...timeline.ahead, ...messages]);
  if (!timeline.loaded) return { ...timeline, ahead: sorted(known) };
  return spread(known, timeline.run[0]?.seq ?? 1);
}

/** Starts the run at a fetched page: for the first page, and when the hole before it is too wide to be filled. */
export function restart(timeline: Timeline, page: readonly Message[]): Timeline {
  const known = bySeq([...timeline.run, ...timeline.ahead, ...page]);
  return spread(known, page[0]?.seq ?? 1);
}

function spread(known: Map<number, Message>, anchor: number): Timeline {
  let floor = anchor;
  while (known.has(floor - 1)) floor -= 1;
  let end = anchor;
  while (known.has(end)) end += 1;
  const all = sorted(known);
  return {
    loaded: true,
    run: all.filter(({ seq }) => seq >= floor && seq < end),
    ahead: all.filter(({ seq }) => seq > end),
  };
}

function bySeq(messages: readonly Message[]): Map<number, Message> {
  return new Map(messages.map((message) => [message.seq, message]));
}

function sorted(known: Map<number, Message>): Message[] {
  return [...known.values()].sort((a, b) => a.seq - b.seq);
}
