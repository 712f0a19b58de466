/** Derives the number of unread messages from known messages and the server's last summary. */
import { limits } from '../../protocol/limits.ts';
import type { Message } from '../../protocol/shapes.ts';
import type { Timeline } from './timeline.ts';

/** The server's last summary of a conversation. */
export interface Summary {
  /** The `seq` of the last message that the server had counted. */
  readonly upTo: number;
  readonly ownReadSeq: number;
  readonly unread: number;
}

export const noSummary: Summary = { upTo: 0, ownReadSeq: 0, unread: 0 };

/** Both numbers of the server only grow, so the summary that is lower in one of them is the older one. */
export function newerSummary(known: Summary, update: Summary): Summary {
  return update.upTo < known.upTo || update.ownReadSeq < known.ownReadSeq ? known : update;
}

/**
 * Counts the known messages, and trusts the summary for the others.
 * @param messages - all known messages, each `seq` once, ascending.
 * @param counts - whether a message is unread until it is read.
 */
export function countUnread(
  messages: readonly Message[],
  summary: Summary,
  ownReadSeq: number,
  counts: (message: Message) => boolean,
): number {
  const after = between(messages, Math.max(summary.upTo, ownReadSeq)).filter(counts).length;
  const unread = allBetween(messages, ownReadSeq, summary.upTo);
  if (unread) return after + unread.filter(counts).length;
  const read = allBetween(messages, summary.ownReadSeq, ownReadSeq);
  // The server has counted only the newest messages.
  const firstCounted = summary.upTo - limits.unreadWindow;
  const readSince = read?.filter((message) => counts(message) && message.seq > firstCounted).length ?? 0;
  return after + Math.max(0, Math.min(summary.unread - readSince, summary.upTo - ownReadSeq));
}

/** True when messages were missed that the summary has not counted, or when others were read elsewhere. */
export function isStale(timeline: Timeline, summary: Summary, lastSeq: number, ownReadSeq: number): boolean {
  const { loaded, middle, run, ahead } = timeline;
  const known = ahead.filter(({ seq }) => seq > summary.upTo).length;
  const missed = (!loaded || middle) && known < lastSeq - summary.upTo;
  return missed || isGuess([...run, ...ahead], summary, ownReadSeq);
}

/** True when neither the summary nor the known messages can tell how many messages are unread. */
export function isGuess(messages: readonly Message[], summary: Summary, ownReadSeq: number): boolean {
  if (ownReadSeq <= summary.ownReadSeq) return false;
  const isKnown =
    allBetween(messages, ownReadSeq, summary.upTo) ?? allBetween(messages, summary.ownReadSeq, ownReadSeq);
  return !isKnown;
}

/** The messages after one `seq` up to another; null unless all of them are known. */
function allBetween(messages: readonly Message[], after: number, upTo: number): readonly Message[] | null {
  const found = between(messages, after, upTo);
  return found.length === Math.max(0, upTo - after) ? found : null;
}

/** Looks from the end, because few of many thousand messages are unread. */
function between(messages: readonly Message[], after: number, upTo = Number.POSITIVE_INFINITY): readonly Message[] {
  const end = messages.findLastIndex(({ seq }) => seq <= upTo) + 1;
  const start = messages.findLastIndex(({ seq }) => seq <= after) + 1;
  return messages.slice(start, Math.max(start, end));
}
