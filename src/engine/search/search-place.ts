/** The order of found messages, newest first, and the cursor that names a place in it. */
import { Refusal } from '../../protocol/refusals.ts';
import type { SearchedMessage } from '../ports/search-port.ts';

/** Every message that was sent before `at`, and of those of the same millisecond each that sorts after it. */
export interface Place {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly channelId: string;
  readonly seq: number;
}

export const placeOf = ({ sentAt, channelId, seq }: SearchedMessage): Place => ({
  at: sentAt.getTime(),
  channelId,
  seq,
});

/** Before all messages of this millisecond. */
export const newestAt = (at: number): Place => ({ at: at + 1, channelId: '', seq: 0 });

/** Negative when `one` comes first: it is newer. */
export function compare(one: Place, other: Place): number {
  if (one.at !== other.at) return other.at - one.at;
  if (one.channelId !== other.channelId) return one.channelId < other.channelId ? 1 : -1;
  return other.seq - one.seq;
}

export const printPlace = ({ at, channelId, seq }: Place): string => `${at}.${seq}.${channelId}`;

/** @throws Refusal `invalid_input` */
export function readPlace(cursor: string): Place {
  const [, at, seq, channelId] = /^(\d{1,15})\.(\d{1,10})\.([\w-]{0,16})$/.exec(cursor) ?? [];
  if (at === undefined || seq === undefined || channelId === undefined) {
    throw new Refusal('invalid_input', 'This is no place in a search.', { fields: { before: 'the value of `next`' } });
  }
  return { at: Number(at), channelId, seq: Number(seq) };
}
