/** A message that the search has found. */
import type { Message } from '../../../protocol/shapes.ts';

/** The start of what was found, and the first code point after it. */
export type Range = readonly [start: number, end: number];

export interface SearchHit {
  readonly message: Message;
  /** The places in the body, in order; none where only the name of a file was found. */
  readonly ranges: readonly Range[];
}

export const keyOf = ({ message: { channelId, seq } }: Pick<SearchHit, 'message'>): string => `${channelId}/${seq}`;
