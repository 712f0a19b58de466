/** The segments of the index of messages: some messages in a row, with a filter of their words. */
import { buildFilter } from '../../protocol/search/term-filter.ts';
import type { ConversationId } from './identifiers.ts';
import type { MessageRange, SearchedMessage, Segment } from './search-port.ts';

/** Messages of one segment. Fewer make the index larger, more let through more messages that must be compared. */
export const segmentLength = 128;

/** The segment of a message, from 0. */
export const segmentOf = (seq: number): number => Math.floor((seq - 1) / segmentLength);

export const rangeOf = ({ channelId, number }: Pick<Segment, 'channelId' | 'number'>): MessageRange => ({
  channelId,
  from: number * segmentLength + 1,
  to: (number + 1) * segmentLength,
});

/** @param messages - all of the segment, in any order. */
export function segmentFrom(channelId: ConversationId, number: number, messages: readonly SearchedMessage[]): Segment {
  const times = messages.map(({ sentAt }) => sentAt.getTime());
  return {
    channelId,
    number,
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
    filter: buildFilter(
      messages.map(({ body }) => body),
      messages.flatMap(({ fileNames }) => fileNames),
    ),
  };
}
