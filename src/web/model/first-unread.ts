/** Finds the first unread message of others: the own messages after the reading place are not unread. */
import type { Message } from '../../protocol/shapes.ts';
import type { ConversationState } from './conversation-state.ts';

/** Longer runs of own messages are not passed over whole. In pages. */
const pagesMax = 5;

/**
 * Answers its `seq`, or the first one of which nothing is known.
 * @param known - messages in order; they are of use when none is missing after `readSeq`.
 * @param newer - the next page of messages after a `seq`; empty at the end.
 */
export async function findFirstUnread(
  conversation: ConversationState,
  readSeq: number,
  known: readonly Message[],
  newer: (after: number) => Promise<readonly Message[]>,
): Promise<number> {
  const isUnread = (message: Message) => message.seq > readSeq && conversation.countsAsUnread(message);
  let messages = (known[0]?.seq ?? 0) <= readSeq + 1 ? known : [];
  let first = messages.find(isUnread);
  let upTo = Math.max(readSeq, messages.at(-1)?.seq ?? 0);
  for (let pages = 0; !first && pages < pagesMax; pages += 1) {
    messages = await newer(upTo);
    if (messages.length === 0) break;
    first = messages.find(isUnread);
    upTo = messages.at(-1)?.seq ?? upTo;
  }
  const seq = first?.seq ?? upTo + 1;
  conversation.readThrough = { readSeq, upTo: seq - 1 };
  return seq;
}

/** The last message that the user has read, or the last of the own messages that follow it. */
export const withOwn = ({ readThrough }: ConversationState, readSeq: number): number =>
  readThrough.readSeq === readSeq ? readThrough.upTo : readSeq;
