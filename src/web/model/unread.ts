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
  const counted = summary.upTo - readMe;
  if (counted <= 0) return beyond;
  const within = messages.filter(({ seq }) => seq > readMe && seq <= summary.upTo);
  if (within.length === counted) return beyond + within.filter(({ from }) => from === peer).length;
  return beyond + Math.min(summary.unread, counted);
}
