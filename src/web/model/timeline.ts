/** The stored messages of one conversation as this page knows them: a run without gaps, and messages after a gap. */
import type { Message } from '../../protocol/shapes.ts';

export interface Timeline {
  /** False until the first page has arrived. Until then, every message is in `ahead`. */
  readonly loaded: boolean;
  /** The shown messages, ascending by `seq` without a gap. */
  readonly run: readonly Message[];
  /** Known messages after a gap, ascending. They are shown once the messages of the gap have been fetched. */
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

/** Adds messages in any order, any number of times. Messages before the run that do not touch it are left to paging. */
export function merge(timeline: Timeline, messages: readonly Message[]): Timeline {
  const known = bySeq([...timeline.run, ...timeline.ahead, ...messages]);
  if (!timeline.loaded) return { ...timeline, ahead: sorted(known) };
  return split(known, timeline.run[0]?.seq ?? 1);
}

/** Starts the run at a fetched page: the first page, or the newest one when the gap before it is too wide to fill. */
export function restart(timeline: Timeline, page: readonly Message[]): Timeline {
  const known = bySeq([...timeline.run, ...timeline.ahead, ...page]);
  return split(known, page[0]?.seq ?? 1);
}

function split(known: Map<number, Message>, anchor: number): Timeline {
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
  const known = new Map<number, Message>();
  for (const message of messages) known.set(message.seq, latest(known.get(message.seq), message));
  return known;
}

/** The higher revision wins: a page may have been read before a change whose push is here already. */
export function latest(known: Message | undefined, update: Message): Message {
  return known && (known.rev ?? 0) > (update.rev ?? 0) ? known : update;
}

function sorted(known: Map<number, Message>): Message[] {
  return [...known.values()].sort((a, b) => a.seq - b.seq);
}
