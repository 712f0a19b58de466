/** The socket events of the contract: schemas of requests and notices, types of pushes, and Socket.IO's event maps. */
import { type Static, type TSchema, Type } from 'typebox';
import { ArchiveAnswer, ArchiveBody } from './archive-shapes.ts';
import { ConversationInput, ToConversation, WithConversation } from './conversation-names.ts';
import { DayList, DaysQuery } from './day-shapes.ts';
import { type Draft, DraftBody, DraftList, DraftQuery, DraftSaved } from './draft-shapes.ts';
import { HistoryQuery } from './history-query.ts';
import { type FileLimits, type Limits, limits } from './limits.ts';
import type { RefusalBody } from './refusals.ts';
import {
  type LobbyNotice,
  NewRoomBody,
  RoomAnswer,
  RoomChangeBody,
  type RoomNotice,
  RoomPage,
  RoomQuery,
} from './room-shapes.ts';
import { SendBody } from './routes.ts';
import { SearchPage, SearchQuery } from './search-shapes.ts';
import { MuteAnswer, MuteBody, SettingsAnswer, SettingsPart } from './settings.ts';
import {
  ChangePage,
  ConversationPage,
  HistoryPage,
  Message,
  MessageInfo,
  PinList,
  type User,
  UserPage,
  User as UserSchema,
  VersionList,
} from './shapes.ts';
import { OwnStatusAnswer, StatusBody } from './status-shapes.ts';
import { UnreadAnswer, UnreadBody } from './unread-shapes.ts';
import { BodyText, Cursor, EmojiInput, Limit, ReachedSeq, Rev, Seq, Text, UsernameInput } from './values.ts';

/** A page of the changes after a revision. */
export const ChangeQuery = Type.Object({ after: Rev, limit: Type.Optional(Limit) });
export type ChangeQuery = Static<typeof ChangeQuery>;

export const UserQuery = Type.Object({
  query: Type.Optional(
    Text('Start of a username, or starts of words of a display name; after an at sign of a username only'),
  ),
  after: Type.Optional(Cursor),
  limit: Type.Optional(Limit),
});
export type UserQuery = Static<typeof UserQuery>;

export const ConversationQuery = Type.Object({
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Limit),
  preview: Type.Optional(
    Type.Boolean({ description: `Cut the bodies of last messages to ${limits.previewLength} code points` }),
  ),
  archived: Type.Optional(Type.Boolean({ description: 'Only the archived conversations; without it all others' })),
  rooms: Type.Optional(Type.Boolean({ description: 'Rooms, too; a socket that asks for them gets their pushes' })),
});
export type ConversationQuery = Static<typeof ConversationQuery>;

/** A message of the conversation with this user. */
const MessageAt = Type.Object({ ...WithConversation, seq: Seq });
const Receipt = MessageAt;
const ChangedAnswer = Type.Object({ message: Message });
const TypingTo = Type.Object(ToConversation);

/** The requests of a client: each event's payload, and the `data` of its acknowledgement. */
export const requests = {
  chatHistory: { payload: Type.Object({ ...WithConversation, ...HistoryQuery.properties }), data: HistoryPage },
  messageDays: { payload: Type.Object({ ...WithConversation, ...DaysQuery.properties }), data: DayList },
  chatMessage: {
    payload: Type.Object({ ...ToConversation, ...SendBody.properties }),
    data: Type.Object({ message: Message }),
  },
  editMessage: { payload: Type.Object({ ...MessageAt.properties, body: BodyText }), data: ChangedAnswer },
  deleteMessage: { payload: MessageAt, data: ChangedAnswer },
  react: {
    payload: Type.Object({ ...MessageAt.properties, emoji: EmojiInput, on: Type.Boolean() }),
    data: ChangedAnswer,
  },
  pin: { payload: Type.Object({ ...MessageAt.properties, on: Type.Boolean() }), data: ChangedAnswer },
  chatChanges: { payload: Type.Object({ ...WithConversation, ...ChangeQuery.properties }), data: ChangePage },
  pinnedMessages: { payload: Type.Object(WithConversation), data: PinList },
  messageInfo: { payload: MessageAt, data: MessageInfo },
  messageVersions: { payload: MessageAt, data: VersionList },
  markRead: { payload: Receipt, data: Type.Object({ read: ReachedSeq }) },
  markDelivered: {
    payload: Type.Object({
      ...Receipt.properties,
      shown: Type.Optional(Type.Boolean({ description: 'The user sees the page that got the message' })),
    }),
    data: Type.Object({ delivered: ReachedSeq }),
  },
  mute: { payload: Type.Object({ ...WithConversation, ...MuteBody.properties }), data: MuteAnswer },
  archive: { payload: Type.Object({ ...WithConversation, ...ArchiveBody.properties }), data: ArchiveAnswer },
  setUnread: { payload: Type.Object({ ...WithConversation, ...UnreadBody.properties }), data: UnreadAnswer },
  settings: { payload: Type.Object({}), data: SettingsAnswer },
  saveSettings: { payload: SettingsPart, data: SettingsAnswer },
  setStatus: { payload: StatusBody, data: OwnStatusAnswer },
  drafts: { payload: DraftQuery, data: DraftList },
  saveDraft: { payload: Type.Object({ ...WithConversation, ...DraftBody.properties }), data: DraftSaved },
  searchMessages: {
    payload: Type.Object({ ...WithConversation, ...SearchQuery.properties }),
    data: SearchPage,
  },
  createRoom: { payload: NewRoomBody, data: RoomAnswer },
  room: { payload: Type.Object({ conversation: ConversationInput, ...RoomQuery.properties }), data: RoomPage },
  changeRoom: {
    payload: Type.Object({ conversation: ConversationInput, ...RoomChangeBody.properties }),
    data: RoomAnswer,
  },
  conversations: { payload: ConversationQuery, data: ConversationPage },
  listUsers: { payload: UserQuery, data: UserPage },
  watch: {
    payload: Type.Object({ usernames: Type.Array(UsernameInput, { maxItems: limits.watchMax }) }),
    data: Type.Object({ users: Type.Array(UserSchema) }),
  },
} as const satisfies Record<string, { payload: TSchema; data: TSchema }>;

/** The notices of a client, which get no acknowledgement. */
export const notices = {
  typing: { payload: TypingTo },
  doneTyping: { payload: TypingTo },
} as const satisfies Record<string, { payload: TSchema }>;

export type RequestName = keyof typeof requests;
export type NoticeName = keyof typeof notices;
export type Payload<E extends RequestName | NoticeName> = E extends RequestName
  ? Static<(typeof requests)[E]['payload']>
  : E extends NoticeName
    ? Static<(typeof notices)[E]['payload']>
    : never;
export type Data<E extends RequestName> = Static<(typeof requests)[E]['data']>;

/** The acknowledgement of every request. */
export type Ack<T> = { ok: true; data: T } | { ok: false; error: RefusalBody };

export type ClientToServerEvents = {
  [E in RequestName]: (payload: Payload<E>, acknowledge: (answer: Ack<Data<E>>) => void) => void;
} & { [E in NoticeName]: (payload: Payload<E>) => void };

/** Additions to the contract, so that a client can ask before it uses them. */
export const features = ['changes', 'notifications', 'drafts', 'search', 'status', 'rooms'] as const;
/** `files` and `export` only where the operator has given files a place. */
export type Feature = (typeof features)[number] | 'files' | 'export';

export interface Welcome {
  user: User;
  serverTime: string;
  protocol: 1;
  /** Those of files only where the server takes files. */
  limits: Limits & Partial<FileLimits>;
  /** The additions to the contract that this server speaks. */
  features: readonly Feature[];
}
export interface TypingNotice {
  channelId: string;
  from: string;
  /** The same id, in a room. */
  conversation?: string;
}
export interface ReceiptNotice {
  channelId: string;
  username: string;
  seq: number;
}

export interface BlockNotice {
  username: string;
  blocked: boolean;
}

/** The user muted a conversation on another device, or unmuted it (null). */
export interface MuteNotice {
  channelId: string;
  /** Absent in a room. */
  username?: string;
  mutedUntil: string | null;
}

/** The user archived a conversation on another device, or took it out of the archive. */
export interface ArchiveNotice extends ArchiveAnswer {
  channelId: string;
  /** Absent in a room. */
  username?: string;
}

/** The user marked a conversation as unread on another device. An own `read` ends it. */
export interface UnreadNotice extends UnreadAnswer {
  channelId: string;
  /** Absent in a room. */
  username?: string;
}

/** The pushes of the server: the payload of each event. */
export interface Pushes {
  welcome: Welcome;
  chatMessage: Message;
  /** The message as it is now. */
  messageChanged: Message;
  typing: TypingNotice;
  doneTyping: TypingNotice;
  read: ReceiptNotice;
  delivered: ReceiptNotice;
  updateUsers: { users: User[] };
  blocked: BlockNotice;
  muted: MuteNotice;
  archived: ArchiveNotice;
  unread: UnreadNotice;
  settings: SettingsAnswer;
  /** The own status, set on another device. */
  status: OwnStatusAnswer;
  /** An own draft as it is now; its text is empty when it was removed. */
  draft: Draft;
  /** The title or the members of a room have changed. */
  roomChanged: RoomNotice;
  /** Users who have come to the lobby, or left it, in about the last second. */
  userJoined: LobbyNotice;
  userLeft: LobbyNotice;
  resync: { reason: string };
  /** Users came, left or changed their names: ask `listUsers` again at a random time within so many milliseconds. */
  directoryChanged: { withinMs: number };
}
export type PushName = keyof Pushes;
export type ServerToClientEvents = { [E in PushName]: (payload: Pushes[E]) => void };
