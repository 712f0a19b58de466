/** The shapes of the contract's objects, as far as the page reads them. */
import type {
  File,
  FilesSummary,
  HistoryPage,
  ListedConversation,
  Message,
  RoomSummary,
  User,
  UserPage,
} from '../../protocol/shapes.ts';
import { isFlag, isNumber, isText, listOf, nullable, objectOf, oneOf, optional, type Shape } from './shape.ts';

export const statusShape = { text: isText, emoji: nullable(isText), until: nullable(isText) };

export const isUser = objectOf<User>({
  username: isText,
  displayName: isText,
  online: isFlag,
  lastSeenAt: nullable(isText),
  avatar: optional(isText),
  status: optional(objectOf(statusShape)),
});

export const isUserAnswer = objectOf({ user: isUser });

export const isFile = objectOf<File>({
  id: isText,
  name: isText,
  type: isText,
  size: isNumber,
  width: optional(isNumber),
  height: optional(isNumber),
  durationMs: optional(isNumber),
  waveform: optional(listOf(isNumber)),
  placeholder: optional(isText),
});

const isFilesSummary = objectOf<FilesSummary>({
  count: isNumber,
  kind: oneOf('image', 'audio', 'video', 'file'),
  name: isText,
  voice: optional(isFlag),
});

export const isMessage = objectOf<Message>({
  channelId: isText,
  seq: isNumber,
  from: isText,
  to: optional(isText),
  conversation: optional(isText),
  body: isText,
  clientId: isText,
  sentAt: isText,
  editedAt: optional(isText),
  deletedAt: optional(isText),
  replyTo: optional(
    objectOf<NonNullable<Message['replyTo']>>({
      seq: isNumber,
      from: isText,
      excerpt: isText,
      files: optional(isFilesSummary),
    }),
  ),
  reactions: optional(listOf(objectOf({ emoji: isText, by: listOf(isText) }))),
  pinned: optional(objectOf({ by: isText, at: isText })),
  files: optional(listOf(isFile)),
  rev: optional(isNumber),
});

const positions = {
  channelId: isText,
  read: objectOf({ me: isNumber, peer: isNumber }),
  delivered: objectOf({ peer: isNumber }),
  // An older node, which still runs during an update, does not name it.
  rev: optional(isNumber),
};

export const isRoomRole = oneOf('member', 'owner');

const isRoomSummary = objectOf<Omit<RoomSummary, 'lobby' | 'online'>>({
  title: isText,
  memberCount: isNumber,
  role: isRoomRole,
  createdAt: optional(isText),
});

const listed = {
  ...positions,
  lastMessage: nullable(isMessage),
  unread: isNumber,
  mutedUntil: optional(isText),
  archived: optional(isFlag),
  unreadFrom: optional(isNumber),
};

const isPair = objectOf({ ...listed, peer: isUser });
const isRoom = objectOf({ ...listed, room: isRoomSummary });

export const isConversation = ((value) => isPair(value) || isRoom(value)) as Shape<ListedConversation>;

export const isHistoryPage = objectOf<HistoryPage>({ ...positions, messages: listOf(isMessage), hasMore: isFlag });

export const isUserPage = objectOf<UserPage>({ users: listOf(isUser), next: nullable(isText) });
