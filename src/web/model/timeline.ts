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

/** After a jump, before the newest message. */
export const endsInMiddle = (timeline: Timeline, lastSeq: number): boolean =>
  timeline.middle && topOf(timeline) < lastSeq;

/** All that the page has, in order. */
export const knownIn = ({ run, ahead }: Timeline): Message[] => [...run, ...ahead];

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
  if (!timeline.loaded) return { ...timeline, ahead: sorted(bySeq([...timeline.ahead, ...messages])) };
  const run = replaceIn(timeline.run, messages);
  const others = messages.filter(({ seq }) => !messageIn({ ...timeline, ahead: [] }, seq));
  return others.length === 0
    ? { ...timeline, run }
    : { ...timeline, ...grow(run, bySeq([...timeline.ahead, ...others])) };
}

/** Replaces messages that are known; the others come with their pages. */
export function mergeKnown(timeline: Timeline, messages: readonly Message[]): Timeline {
  return { ...timeline, run: replaceIn(timeline.run, messages), ahead: replaceIn(timeline.ahead, messages) };
}

/** The run may hold many thousand messages: only those are touched that are replaced. */
function replaceIn(known: readonly Message[], updates: readonly Message[]): readonly Message[] {
  const replaced = [...known];
  const first = known[0]?.seq ?? 0;
  for (const update of updates) {
    const { seq } = update;
    const at = known[seq - first]?.seq === seq ? seq - first : known.findLastIndex((message) => message.seq === seq);
    const message = replaced[at];
    if (message) replaced[at] = latest(message, update);
  }
  return replaced;
}

/** Adds the messages that touch the run at either end. */
function grow(run: readonly Message[], others: Map<number, Message>): Pick<Timeline, 'run' | 'ahead'> {
  const before: Message[] = [];
  const after: Message[] = [];
  const take = (seq: number, side: Message[]) => {
    const message = others.get(seq);
    if (message) side.push(message);
    return message !== undefined;
  };
  const start = run[0]?.seq ?? 1;
  const end = start + run.length;
  while (take(start - before.length - 1, before));
  while (take(end + after.length, after));
  const ahead = sorted(others).filter(({ seq }) => seq > end + after.length);
  return { run: [...before.reverse(), ...run, ...after], ahead };
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

export function isSameMessage(a: Message | undefined, b: Message | undefined): boolean {
  return a !== undefined && a.clientId === b?.clientId && a.from === b.from;
}

/** The one of the higher seq; of the same message, the one of the higher revision. */
export function newerMessage(a: Message | null, b: Message | null | undefined): Message | null {
  if (!a || !b) return a ?? b ?? null;
  const isNewer = b.seq === a.seq ? (b.rev ?? 0) > (a.rev ?? 0) : b.seq > a.seq;
  return isNewer ? b : a;
}
