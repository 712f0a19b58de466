/** How many messages of the peer are unread: derived, never counted up and down. */
import type { Message } from '../../protocol/shapes.ts';

/** What the server last said of a conversation as a whole. */
export interface Summary {
  /** The `seq` of the last message the server had counted. */
  readonly upTo: number;
  readonly readMe: number;
  readonly unread: number;
}

export const noSummary: Summary = { upTo: 0, readMe: 0, unread: 0 };

/** The server's positions only grow, so of two summaries the one that is behind in either is the older. */
export function newerSummary(known: Summary, news: Summary): Summary {
  return news.upTo < known.upTo || news.readMe < known.readMe ? known : news;
}

/**
 * Counts what is known; for what is not known here it trusts the summary.
 * @param messages - all known ones, each `seq` once.
 */
export function countUnread(messages: readonly Message[], summary: Summary, readMe: number, peer: string): number {
  const beyond = messages.filter(({ seq, from }) => from === peer && seq > Math.max(summary.upTo, readMe)).length;
  const within = messagesWithin(messages, summary, readMe);
  if (within !== null) return beyond + within.filter(({ from }) => from === peer).length;
  return beyond + Math.min(summary.unread, summary.upTo - readMe);
}

/** The read position has moved to where neither the summary nor the known messages can tell how many are left. */
export function isGuess(messages: readonly Message[], summary: Summary, readMe: number): boolean {
  return readMe > summary.readMe && messagesWithin(messages, summary, readMe) === null;
}

/** The unread messages that the summary has counted; null unless all of them are known. */
function messagesWithin(messages: readonly Message[], { upTo }: Summary, readMe: number): readonly Message[] | null {
  const within = messages.filter(({ seq }) => seq > readMe && seq <= upTo);
  return within.length === Math.max(0, upTo - readMe) ? within : null;
}
