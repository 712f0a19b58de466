/** Drafts: the unsent text of a user to a peer or in a room, the same on all devices of the user. */
import { type Static, Type } from 'typebox';
import { limits, seqMax } from './limits.ts';
import { codePoints } from './text-length.ts';
import { Text, Time } from './values.ts';

const isShort = (text: string) => text.length <= 2 * limits.bodyMaxLength && codePoints(text) <= limits.bodyMaxLength;

const DraftText = Type.Refine(
  Text(`At most ${limits.bodyMaxLength} Unicode code points, stored as sent; empty for none`),
  isShort,
  () => `must have at most ${limits.bodyMaxLength} characters`,
);

const DraftVersion = Type.Integer({
  minimum: 0,
  maximum: seqMax,
  description: 'Counts the changes of all drafts of the user; 0 for a draft that never was',
});

/** The stored draft. An empty text is none. */
export const DraftState = Type.Object({ text: Type.String(), version: DraftVersion });
export type DraftState = Static<typeof DraftState>;

export const DraftBody = Type.Object({ text: DraftText, base: DraftVersion });
export type DraftBody = Static<typeof DraftBody>;

export const DraftSaved = Type.Object({ version: DraftVersion });
export type DraftSaved = Static<typeof DraftSaved>;

export const Draft = Type.Object({
  with: Type.Optional(Type.String({ description: 'The username of the peer' })),
  conversation: Type.Optional(Type.String({ description: 'The `channelId` of the room, in place of `with`' })),
  ...DraftState.properties,
  updatedAt: Time,
});
export type Draft = Static<typeof Draft>;

export const DraftQuery = Type.Object({
  before: Type.Optional(
    Type.Integer({ minimum: 1, maximum: seqMax, description: 'Only versions below: the `next` of the page before' }),
  ),
  rooms: Type.Optional(Type.Boolean({ description: 'Also the drafts in rooms' })),
});
export type DraftQuery = Static<typeof DraftQuery>;

export const DraftList = Type.Object({
  drafts: Type.Array(Draft, { description: 'The newest version first' }),
  next: Type.Optional(Type.Integer({ minimum: 1, description: 'There only when older drafts remain' })),
});
export type DraftList = Static<typeof DraftList>;
