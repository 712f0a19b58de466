/** The shapes of the search of messages. */
import { type Static, Type } from 'typebox';
import { Message } from './shapes.ts';
import { codePoints } from './text-length.ts';
import { Cursor, Limit, Text } from './values.ts';

const queryMaxLength = 256;

const QueryText = Type.Refine(
  Text(
    'Words, which must all be in a message, the last one as the start of a word; "a phrase"; from:me, from:peer, has:file, before:2026-01-31, after:2026-01-31',
  ),
  (query) => query.length <= 2 * queryMaxLength && codePoints(query) <= queryMaxLength,
  () => `must have at most ${queryMaxLength} characters`,
);

export const SearchQuery = Type.Object({
  query: QueryText,
  before: Type.Optional(Cursor),
  limit: Type.Optional(Limit),
  rooms: Type.Optional(Type.Boolean({ description: 'In the own rooms, too' })),
});
export type SearchQuery = Static<typeof SearchQuery>;

export const SearchPage = Type.Object({
  hits: Type.Array(
    Type.Object({
      message: Message,
      ranges: Type.Array(Type.Array(Type.Integer({ minimum: 0 }), { minItems: 2, maxItems: 2 }), {
        description: 'Where in `body`: the first code point of each place, and the first one after it',
      }),
    }),
  ),
  next: Type.Union([Type.String(), Type.Null()]),
});
export type SearchPage = Static<typeof SearchPage>;
