/** The question for a page of a conversation's history. */
import { type Static, Type } from 'typebox';
import { AfterSeq, Limit, SentSince, Seq } from './values.ts';

/** At most one of `before`, `after`, `around` and `at` is given; the engine checks this. */
export const HistoryQuery = Type.Object({
  before: Type.Optional(Seq),
  after: Type.Optional(AfterSeq),
  around: Type.Optional(Seq),
  at: Type.Optional(SentSince),
  limit: Type.Optional(Limit),
});
export type HistoryQuery = Static<typeof HistoryQuery>;

/** A browser writes a line into its console for each 404, so a page that only tries asks for `orNone`. */
export const HistoryOrNoneQuery = Type.Object({
  ...HistoryQuery.properties,
  orNone: Type.Optional(Type.Boolean({ description: '204 in place of 404 `not_found`' })),
});
