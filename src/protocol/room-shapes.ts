/** Rooms: conversations with a title and any number of members. */
import { type Static, Type } from 'typebox';
import { ConversationInput } from './conversation-names.ts';
import { isPlain } from './display-names.ts';
import { roomLimits } from './limits.ts';
import { Nullable, Online, RoomConversation, RoomRole, User } from './shapes.ts';
import { codePoints } from './text-length.ts';
import { Cursor, Id, Limit, Text, UsernameInput } from './values.ts';
import { isVisible } from './visible-text.ts';

const isTitle = (title: string) =>
  isVisible(title) && isPlain(title) && codePoints(title.trim()) <= roomLimits.titleMaxLength;

export const RoomTitle = Type.Refine(
  Text(`One line of 1 to ${roomLimits.titleMaxLength} characters after trimming, none of them invisible`),
  isTitle,
  () =>
    `must be one line of 1 to ${roomLimits.titleMaxLength} characters, none of them a control or an invisible character`,
);

const Usernames = Type.Array(UsernameInput, { maxItems: roomLimits.membersMax });

export const NewRoomBody = Type.Object({ title: RoomTitle, members: Usernames });
export type NewRoomBody = Static<typeof NewRoomBody>;

export const RoomQuery = Type.Object({
  after: Type.Optional(Cursor),
  limit: Type.Optional(Limit),
  online: Type.Optional(Type.Boolean({ description: 'Of the lobby: only members who are online' })),
});
export type RoomQuery = Static<typeof RoomQuery>;

export const RoomMember = Type.Object({ user: User, role: RoomRole });
export type RoomMember = Static<typeof RoomMember>;

export const RoomPage = Type.Object({
  title: Type.String(),
  memberCount: Type.Integer({ minimum: 0 }),
  online: Online,
  members: Type.Array(RoomMember, { description: 'A page of the members' }),
  next: Nullable(Type.String({ description: 'The `after` of the next page; null at the end' })),
});
export type RoomPage = Static<typeof RoomPage>;

export const RoomChangeBody = Type.Object({
  title: Type.Optional(RoomTitle),
  add: Type.Optional(Usernames),
  remove: Type.Optional(Usernames),
  promote: Type.Optional(
    Type.Array(UsernameInput, { maxItems: roomLimits.membersMax, description: 'Members who become owners' }),
  ),
});
export type RoomChangeBody = Static<typeof RoomChangeBody>;

export const RoomAnswer = Type.Object({ conversation: RoomConversation });
export type RoomAnswer = Static<typeof RoomAnswer>;

export const RoomParams = Type.Object({ id: ConversationInput });
export type RoomParams = Static<typeof RoomParams>;

/** The room after a change of its title or its members. */
export const RoomNotice = Type.Object({
  conversation: Id,
  title: Type.String(),
  memberCount: Type.Integer({ minimum: 0 }),
  by: Type.String({ description: 'The username of who has changed it' }),
  added: Type.Array(Type.String()),
  removed: Type.Array(Type.String()),
  renamed: Type.Boolean(),
});
export type RoomNotice = Static<typeof RoomNotice>;

/** Users who have come to the lobby, or left it. */
export const LobbyNotice = Type.Object({
  conversation: Id,
  users: Type.Array(User, { description: 'Some of them' }),
  others: Type.Integer({ minimum: 0, description: 'How many more' }),
  online: Type.Integer({ minimum: 0, description: 'How many users are online now' }),
});
export type LobbyNotice = Static<typeof LobbyNotice>;
