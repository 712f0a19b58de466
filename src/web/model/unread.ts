/** Derives the number of unread messages from known messages and the server's last summary. */
import type { Message } from '../../protocol/shapes.ts';

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
 * @param messages - all known messages, each `seq` once.
 */
export function countUnread(messages: readonly Message[], summary: Summary, ownReadSeq: number, peer: string): number {
  const counts = ({ from, deletedAt }: Message) => from === peer && deletedAt === undefined;
  const after = messages.filter(
    (message) => counts(message) && message.seq > Math.max(summary.upTo, ownReadSeq),
  ).length;
  const within = messagesWithin(messages, summary, ownReadSeq);
  if (within !== null) return after + within.filter(counts).length;
  return after + Math.min(summary.unread, summary.upTo - ownReadSeq);
}

/** True when neither the summary nor the known messages can tell how many messages are unread. */
export function isGuess(messages: readonly Message[], summary: Summary, ownReadSeq: number): boolean {
  return ownReadSeq > summary.ownReadSeq && messagesWithin(messages, summary, ownReadSeq) === null;
}

/** The unread messages that the summary has counted; null unless all of them are known. */
function messagesWithin(
  messages: readonly Message[],
  { upTo }: Summary,
  ownReadSeq: number,
): readonly Message[] | null {
  const within = messages.filter(({ seq }) => seq > ownReadSeq && seq <= upTo);
  return within.length === Math.max(0, upTo - ownReadSeq) ? within : null;
}
