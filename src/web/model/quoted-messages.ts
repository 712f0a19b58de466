/** The present texts of messages that loaded replies quote: a reply keeps its revision when the quoted message changes. */
import { summaryOf } from '../../protocol/files-summary.ts';
import { limits } from '../../protocol/limits.ts';
import type { File, FilesSummary, Message } from '../../protocol/shapes.ts';
import { latest } from './timeline.ts';

/** The message that a reply quotes. */
export interface Quote {
  readonly seq: number;
  readonly from: string;
  readonly mine: boolean;
  /** The start of its text; empty once it is deleted. */
  readonly excerpt: string;
  /** Absent for none, and once the message is deleted. */
  readonly files?: FilesSummary;
}

/** Changed messages that are quoted and not loaded themselves, by `seq`. */
export type QuotedMessages = ReadonlyMap<number, Message>;

export const noQuotes: QuotedMessages = new Map();

/** The start of a text, as the server cuts it: in code points, of which each has at most two UTF-16 code units. */
export function excerptOf({ body }: Pick<Message, 'body'>): string {
  return [...body.slice(0, 2 * limits.excerptLength)].slice(0, limits.excerptLength).join('');
}

/** @param me - the own username. */
export function quoteIn({ seq, from, excerpt, files }: NonNullable<Message['replyTo']>, me: string): Quote {
  return { seq, from, mine: from === me, excerpt, ...(files && { files }) };
}

interface Quotable extends Pick<Message, 'seq' | 'from' | 'body'> {
  readonly files?: readonly File[];
}

export function quoteOf({ seq, from, body, files = [] }: Quotable) {
  const summary = summaryOf(files);
  return { seq, from, excerpt: excerptOf({ body }), ...(summary && { files: summary }) };
}

/** Keeps those of the changed messages that a loaded message quotes. */
export function learnQuoted(
  quoted: QuotedMessages,
  changed: readonly Message[],
  loaded: readonly Message[],
): QuotedMessages {
  const wanted = new Set(loaded.map(({ replyTo }) => replyTo?.seq));
  const found = changed.filter(({ seq }) => wanted.has(seq));
  if (found.length === 0) return quoted;
  const known = new Map(quoted);
  for (const message of found) known.set(message.seq, latest(known.get(message.seq), message));
  return known;
}
