/** The objects of the wire: schemas, and the types derived from them. */
import { type Static, Type } from 'typebox';
import { archivedCountMax, limits } from './limits.ts';
import { ClientId, Id, ReachedSeq, Rev, Seq, Time } from './values.ts';

/** The value, or null. */
export const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const UserStatus = Type.Object({
  text: Type.String({
    description: `One line of at most ${limits.statusMaxLength} code points; it may be empty beside an emoji`,
  }),
  emoji: Nullable(Type.String()),
  until: Nullable(Type.String({ format: 'date-time', description: 'The status ends then; null for no end' })),
});
export type UserStatus = Static<typeof UserStatus>;

export const User = Type.Object({
  username: Type.String(),
  displayName: Type.String(),
  online: Type.Boolean(),
  lastSeenAt: Nullable(Time),
  avatar: Type.Optional(Type.String({ description: 'The URL of the picture, another one for another picture' })),
  status: Type.Optional(UserStatus),
});
export type User = Static<typeof User>;

/** A signed-in device. The id is public and grants no access. */
export const Session = Type.Object({
  id: Id,
  current: Type.Boolean({ description: 'Whether it is the session of this request' }),
  createdAt: Time,
  lastUsedAt: Time,
  ip: Type.String(),
  userAgent: Type.String(),
});
export type Session = Static<typeof Session>;

/** Images, sounds and films are those that every browser shows; everything else is a `file`. */
export const fileKinds = ['image', 'audio', 'video', 'file'] as const;
export type FileKind = (typeof fileKinds)[number];

export const File = Type.Object({
  id: Id,
  name: Type.String(),
  type: Type.String({ description: 'The media type found in the bytes' }),
  size: Type.Integer({ minimum: 0, description: 'Bytes' }),
  width: Type.Optional(Type.Integer({ minimum: 1, description: 'Pixels, as shown' })),
  height: Type.Optional(Type.Integer({ minimum: 1, description: 'Pixels, as shown' })),
  durationMs: Type.Optional(Type.Integer({ minimum: 0 })),
  waveform: Type.Optional(
    Type.Array(Type.Integer({ minimum: 0, maximum: 100 }), {
      maxItems: limits.waveformMax,
      description: 'The loudness of a sound over its time, as its sender measured it',
    }),
  ),
  placeholder: Type.Optional(
    Type.String({ description: 'A tiny WebP of the image as a `data:` URL, to be shown until the image has loaded' }),
  ),
});
export type File = Static<typeof File>;

export const FilesSummary = Type.Object({
  count: Type.Integer({ minimum: 1 }),
  kind: Type.Enum([...fileKinds], { description: 'Of all of them; `file` when they differ' }),
  name: Type.String({ description: 'Of the first one' }),
  voice: Type.Optional(Type.Boolean({ description: 'The first one is a voice message' })),
});
export type FilesSummary = Static<typeof FilesSummary>;

export const Message = Type.Object({
  channelId: Id,
  seq: Seq,
  from: Type.String(),
  to: Type.Optional(Type.String({ description: 'The peer; absent in a room' })),
  conversation: Type.Optional(Type.String({ description: 'The `channelId` of a room' })),
  body: Type.String(),
  clientId: ClientId,
  sentAt: Time,
  editedAt: Type.Optional(Time),
  deletedAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'The message is deleted; its body is empty' }),
  ),
  replyTo: Type.Optional(
    Type.Object(
      { seq: Seq, from: Type.String(), excerpt: Type.String(), files: Type.Optional(FilesSummary) },
      { description: `The message answered: the first ${limits.excerptLength} code points of it as it is now` },
    ),
  ),
  reactions: Type.Optional(
    Type.Array(Type.Object({ emoji: Type.String(), by: Type.Array(Type.String()) }), {
      description: 'The usernames by emoji, the oldest reaction first',
    }),
  ),
  pinned: Type.Optional(Type.Object({ by: Type.String(), at: Time })),
  files: Type.Optional(Type.Array(File)),
  rev: Type.Optional(Rev),
});
export type Message = Static<typeof Message>;

/** The highest seq that each of the two has read. */
export const ReadSeqs = Type.Object({ me: ReachedSeq, peer: ReachedSeq });
export type ReadSeqs = Static<typeof ReadSeqs>;

/** The highest seq that reached any device of the peer. */
export const DeliveredSeqs = Type.Object({ peer: ReachedSeq });
export type DeliveredSeqs = Static<typeof DeliveredSeqs>;

export const Conversation = Type.Object({
  channelId: Id,
  kind: Type.Literal('pair'),
  peer: User,
  lastMessage: Nullable(Message),
  unread: Type.Integer({
    minimum: 0,
    maximum: limits.unreadWindow,
    description: `Unread messages of the peer among the newest ${limits.unreadWindow} of the conversation`,
  }),
  read: ReadSeqs,
  delivered: DeliveredSeqs,
  rev: Rev,
  mutedUntil: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'Until then the user is not notified; absent when that has passed',
    }),
  ),
  archived: Type.Optional(Type.Boolean({ description: 'True, or absent: archived, and without a message since' })),
  unreadFrom: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'The user has marked it as unread from this message on, and not read it since',
    }),
  ),
});
/** Without a room, so that one may ask either kind for it. */
export type Conversation = Static<typeof Conversation> & { room?: undefined };

export const HistoryPage = Type.Object({
  channelId: Id,
  messages: Type.Array(Message),
  hasMore: Type.Boolean(),
  read: ReadSeqs,
  delivered: DeliveredSeqs,
  rev: Rev,
});
export type HistoryPage = Static<typeof HistoryPage>;

export const ChangePage = Type.Object({
  messages: Type.Array(Message, { description: 'As they are now, ascending by `rev`' }),
  rev: Rev,
  hasMore: Type.Boolean(),
});
export type ChangePage = Static<typeof ChangePage>;

export const PinList = Type.Object({
  messages: Type.Array(Message, {
    description: `The newest pin first; bodies are cut to ${limits.previewLength} code points`,
  }),
});
export type PinList = Static<typeof PinList>;

const NullableTime = Nullable(Time);

/** Null where it is unknown, or not yet. */
export const MessageInfo = Type.Object({ sentAt: Time, deliveredAt: NullableTime, readAt: NullableTime });
export type MessageInfo = Static<typeof MessageInfo>;

export const VersionList = Type.Object({
  versions: Type.Array(Type.Object({ body: Type.String(), at: Time }), {
    description: 'The oldest first, the present one last; none of a deleted message',
  }),
});
export type VersionList = Static<typeof VersionList>;

export const UserPage = Type.Object({ users: Type.Array(User), next: Nullable(Type.String()) });
export type UserPage = Static<typeof UserPage>;

export const RoomRole = Type.Enum(['member', 'owner']);
export type RoomRole = Static<typeof RoomRole>;

/** Of the lobby. */
export const Online = Type.Optional(
  Type.Integer({ minimum: 0, description: 'Of the lobby: how many users are online' }),
);

/** A room as a list shows it to one of its members. */
export const RoomSummary = Type.Object({
  title: Type.String(),
  memberCount: Type.Integer({ minimum: 0 }),
  role: RoomRole,
  lobby: Type.Optional(Type.Boolean({ description: 'The room of everybody' })),
  online: Online,
  createdAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'While the room has no message: its place in the list' }),
  ),
});
export type RoomSummary = Static<typeof RoomSummary>;

const { peer: _, lastMessage: __, kind: ___, ...shared } = Conversation.properties;

/** Stands in the list of conversations in place of one with a peer. */
export const RoomConversation = Type.Object({
  kind: Type.Literal('room'),
  room: RoomSummary,
  lastMessage: Nullable(Message),
  ...shared,
});
/** Without a peer, so that one may ask either kind of conversation for it. */
export type RoomConversation = Static<typeof RoomConversation> & { peer?: undefined };
export type ListedConversation = Conversation | RoomConversation;

export const ConversationPage = Type.Object({
  conversations: Type.Array(Type.Unsafe<ListedConversation>(Type.Union([Conversation, RoomConversation]))),
  next: Nullable(Type.String()),
  archived: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: archivedCountMax,
      description: 'How many conversations are archived; on the first page of the list without them',
    }),
  ),
});
export type ConversationPage = Static<typeof ConversationPage>;
