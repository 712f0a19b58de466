/** The shapes of the contract's objects, as far as the page reads them. */
import type { Conversation, HistoryPage, Message, Session, User, UserPage } from '../../protocol/shapes.ts';
import { isFlag, isNumber, isText, listOf, nullable, objectOf, optional } from './shape.ts';

export const isUser = objectOf<User>({
  username: isText,
  displayName: isText,
  online: isFlag,
  lastSeenAt: nullable(isText),
});

export const isUserAnswer = objectOf({ user: isUser });

export const isSession = objectOf<Session>({
  id: isText,
  current: isFlag,
  createdAt: isText,
  lastUsedAt: isText,
  ip: isText,
  userAgent: isText,
});

export const isMessage = objectOf<Message>({
  channelId: isText,
  seq: isNumber,
  from: isText,
  to: isText,
  body: isText,
  clientId: isText,
  sentAt: isText,
  editedAt: optional(isText),
  deletedAt: optional(isText),
  replyTo: optional(objectOf({ seq: isNumber, from: isText, excerpt: isText })),
  reactions: optional(listOf(objectOf({ emoji: isText, by: listOf(isText) }))),
  pinned: optional(objectOf({ by: isText, at: isText })),
  rev: optional(isNumber),
});

const positions = {
  channelId: isText,
  read: objectOf({ me: isNumber, peer: isNumber }),
  delivered: objectOf({ peer: isNumber }),
  // An older node, which still runs during an update, does not name it.
  rev: optional(isNumber),
};

export const isConversation = objectOf<Conversation>({
  ...positions,
  peer: isUser,
  lastMessage: nullable(isMessage),
  unread: isNumber,
});

export const isHistoryPage = objectOf<HistoryPage>({ ...positions, messages: listOf(isMessage), hasMore: isFlag });

export const isUserPage = objectOf<UserPage>({ users: listOf(isUser), next: nullable(isText) });
