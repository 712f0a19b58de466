/** The request that marks a conversation as unread, and its answer. */
import { type Static, Type } from 'typebox';
import { limits } from './limits.ts';
import { Seq } from './values.ts';

export const UnreadBody = Type.Object({ seq: Seq });
export type UnreadBody = Static<typeof UnreadBody>;

/** `unread` is the count that the list of conversations shows from now on. */
export const UnreadAnswer = Type.Object({
  seq: Seq,
  unread: Type.Integer({ minimum: 0, maximum: limits.unreadWindow }),
});
export type UnreadAnswer = Static<typeof UnreadAnswer>;
