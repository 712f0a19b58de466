/** The stored messages of one conversation as this page knows them: a run without gaps, and messages after a gap. */
import type { Message } from '../../protocol/shapes.ts';

export interface Timeline {
  /** False until the first page has arrived. Until then, every message is in `ahead`. */
  readonly loaded: boolean;
  /** The run stands away from the newest messages, because the user has gone to an older one. The gap after it stays. */
  readonly middle: boolean;
  /** The shown messages, ascending by `seq` without a gap. */
  readonly run: readonly Message[];
  /** Known messages after a gap, ascending. They are shown once the messages of the gap have been fetched. */
  readonly ahead: readonly Message[];
}

export const emptyTimeline: Timeline = { loaded: false, middle: false, run: [], ahead: [] };

/** The last `seq` of the run; 0 before the first message. */
export function topOf(timeline: Timeline): number {
  return timeline.run.at(-1)?.seq ?? 0;
}

/** `seq` counts from 1 without gaps, so a run that starts later has older messages before it. */
export function hasOlder(timeline: Timeline): boolean {
  return (timeline.run[0]?.seq ?? 1) > 1;
}

export function messageIn({ run, ahead }: Timeline, seq: number): Message | undefined {
  return run[seq - (run[0]?.seq ?? 0)] ?? ahead.find((message) => message.seq === seq);
}

/** Adds messages in any order, any number of times. Messages before the run that do not touch it are left to paging. */
export function merge(timeline: Timeline, messages: readonly Message[]): Timeline {
  const known = bySeq([...timeline.run, ...timeline.ahead, ...messages]);
  if (!timeline.loaded) return { ...timeline, ahead: sorted(known) };
  return { ...split(known, timeline.run[0]?.seq ?? 1), middle: timeline.middle };
}

/** Replaces messages that are known; the others come with their pages. */
export function mergeKnown(timeline: Timeline, messages: readonly Message[]): Timeline {
  const updates = bySeq(messages);
  const update = (known: Message) => latest(known, updates.get(known.seq) ?? known);
  return { ...timeline, run: timeline.run.map(update), ahead: timeline.ahead.map(update) };
}

/**
 * Starts the run at the newest page. Messages before it are forgotten: changes of them may have been missed. Messages after
 * it have arrived later.
 */
export function restart({ run, ahead }: Timeline, page: readonly Message[]): Timeline {
  const floor = page[0]?.seq ?? 1;
  return { ...split(bySeq([...run, ...ahead, ...page].filter(({ seq }) => seq >= floor)), floor), middle: false };
}

/** Starts the run at the page around a message, and keeps the known messages after it. */
export function jump({ run, ahead }: Timeline, page: readonly Message[]): Timeline {
  return { ...split(bySeq([...run, ...ahead, ...page]), page[0]?.seq ?? 1), middle: true };
}

/** Replaces all known messages by the page around a message. */
export function restartInMiddle({ run, ahead }: Timeline, page: readonly Message[]): Timeline {
  const seqs = new Set(page.map(({ seq }) => seq));
  const known = [...run, ...ahead].filter(({ seq }) => seqs.has(seq));
  return { ...split(bySeq([...known, ...page]), page[0]?.seq ?? 1), middle: true };
}

/** Returns from the middle to the newest messages that are known without a gap; with none, nothing is loaded. */
export function returnToEnd(timeline: Timeline): Timeline {
  const { ahead } = timeline;
  const first = ahead.findLastIndex(({ seq }, index) => ahead[index - 1]?.seq !== seq - 1);
  return first < 0 ? emptyTimeline : restart(timeline, ahead.slice(first));
}

/** The run has reached the newest messages again. */
export function leaveMiddle(timeline: Timeline, newestSeq: number): Timeline {
  return timeline.middle && topOf(timeline) >= newestSeq ? { ...timeline, middle: false } : timeline;
}

function split(known: Map<number, Message>, anchor: number): Omit<Timeline, 'middle'> {
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
