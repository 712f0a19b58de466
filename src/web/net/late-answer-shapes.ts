/** The shapes of acknowledgements that are checked after the first view. */
import type { Data, RequestName } from '../../protocol/events.ts';
import type { RoomMember } from '../../protocol/room-shapes.ts';
import type { Settings, SettingsAnswer } from '../../protocol/settings.ts';
import type { RoomConversation } from '../../protocol/shapes.ts';
import type { OwnStatusAnswer } from '../../protocol/status-shapes.ts';
import { isFlag, isNumber, isText, listOf, nullable, objectOf, oneOf, optional, type Shape } from './shape.ts';
import { isConversation, isMessage, isRoomRole, isUser, statusShape } from './wire-shapes.ts';

const isOwnStatus = objectOf<OwnStatusAnswer>({ ...statusShape, doNotDisturb: isFlag });

const isQuietHours = objectOf({ from: isText, to: isText, timeZone: isText });

const isSettingsAnswer = objectOf<SettingsAnswer>({
  settings: objectOf<Settings>({
    notifications: objectOf<Settings['notifications']>({
      preview: oneOf('full', 'sender', 'none'),
      sound: isFlag,
      quietHours: nullable(isQuietHours),
    }),
    theme: oneOf('system', 'light', 'dark'),
    locale: nullable(isText),
    // Nodes of earlier versions name none of these.
    readReceipts: optional(isFlag),
    typingNotices: optional(isFlag),
    lastSeen: optional(isFlag),
  }),
  version: isNumber,
  doNotDisturb: optional(objectOf({ until: nullable(isText) })),
});

const isDraft = objectOf<Data<'drafts'>['drafts'][number]>({
  with: optional(isText),
  conversation: optional(isText),
  text: isText,
  version: isNumber,
  updatedAt: isText,
});

const isRoomAnswer = objectOf<Data<'createRoom'>>({ conversation: isConversation as Shape<RoomConversation> });

export const lateShapes = {
  messageDays: objectOf<Data<'messageDays'>>({ days: listOf(isText) }),
  pinnedMessages: objectOf<Data<'pinnedMessages'>>({ messages: listOf(isMessage) }),
  messageInfo: objectOf<Data<'messageInfo'>>({
    sentAt: isText,
    deliveredAt: nullable(isText),
    readAt: nullable(isText),
  }),
  messageVersions: objectOf<Data<'messageVersions'>>({ versions: listOf(objectOf({ body: isText, at: isText })) }),
  saveDraft: objectOf<Data<'saveDraft'>>({ version: isNumber }),
  drafts: objectOf<Data<'drafts'>>({ drafts: listOf(isDraft), next: optional(isNumber) }),
  createRoom: isRoomAnswer,
  changeRoom: isRoomAnswer,
  room: objectOf<Data<'room'>>({
    title: isText,
    memberCount: isNumber,
    online: optional(isNumber),
    members: listOf(objectOf<RoomMember>({ user: isUser, role: isRoomRole })),
    next: nullable(isText),
  }),
  mute: objectOf<Data<'mute'>>({ mutedUntil: nullable(isText) }),
  archive: objectOf<Data<'archive'>>({ archived: isFlag, seq: isNumber }),
  setUnread: objectOf<Data<'setUnread'>>({ seq: isNumber, unread: isNumber }),
  searchMessages: objectOf<Data<'searchMessages'>>({
    hits: listOf(objectOf({ message: isMessage, ranges: listOf(listOf(isNumber)) })),
    next: nullable(isText),
  }),
  settings: isSettingsAnswer,
  saveSettings: isSettingsAnswer,
  setStatus: isOwnStatus,
} as const satisfies { readonly [E in RequestName]?: Shape<Data<E>> };

export type LateShapes = typeof lateShapes;
