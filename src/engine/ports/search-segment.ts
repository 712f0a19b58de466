/** The segments of the index of messages: some messages in a row, with a filter of their words. */
import { setImmediate } from 'node:timers/promises';
import { FilterBuilder } from '../../protocol/search/term-filter.ts';
import type { ConversationId } from './identifiers.ts';
import type { IndexState, MessageRange, SearchedMessage, Segment } from './search-port.ts';

/** Messages of one segment. Fewer make the index larger, more let through more messages that must be compared. */
export const segmentLength = 128;

/** After so much text others have a turn, in UTF-16 code units: some milliseconds at worst. */
const turnUnits = 8_192;

/** The segment of a message, from 0. */
export const segmentOf = (seq: number): number => Math.floor((seq - 1) / segmentLength);

export const rangeOf = ({ channelId, number }: Pick<Segment, 'channelId' | 'number'>): MessageRange => ({
  channelId,
  from: number * segmentLength + 1,
  to: (number + 1) * segmentLength,
});

/** The conversation has messages or changes that are not indexed. */
export const isBehind = ({ lastSeq, rev, upTo, indexedRev }: IndexState): boolean => lastSeq > upTo || rev > indexedRev;

/** @param messages - all of the segment, in any order. */
export async function segmentFrom(
  channelId: ConversationId,
  number: number,
  messages: readonly SearchedMessage[],
): Promise<Segment> {
  const builder = new FilterBuilder();
  await forEachInTurns(messages, ({ body, fileNames }) => builder.add(body, fileNames));
  const times = messages.map(({ sentAt }) => sentAt.getTime());
  const units = messages.reduce((sum, { body }) => sum + body.length, 0);
  const [firstAt, lastAt] = [Math.min(...times), Math.max(...times)];
  return { channelId, number, firstAt, lastAt, units, filter: builder.build() };
}

/** Works through messages, and gives others a turn in between. */
export async function forEachInTurns(
  messages: readonly SearchedMessage[],
  work: (message: SearchedMessage) => void,
): Promise<void> {
  let units = 0;
  for (const message of messages) {
    work(message);
    units += message.body.length;
    if (units < turnUnits) continue;
    units = 0;
    await setImmediate();
  }
}
