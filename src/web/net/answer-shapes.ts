/** Checks every acknowledgement of a request. */
import type { Ack, Data, RequestName } from '../../protocol/events.ts';
import type { FactorMethod } from '../../protocol/factor-shapes.ts';
import type { RefusalBody, RefusalCode } from '../../protocol/refusals.ts';
import type { RoomMember } from '../../protocol/room-shapes.ts';
import type { RoomConversation } from '../../protocol/shapes.ts';
import { WireFailure } from '../model/wire-failure.ts';
import { isFlag, isNumber, isText, listOf, nullable, objectOf, optional, recordOf, type Shape } from './shape.ts';
import {
  isConversation,
  isDraft,
  isHistoryPage,
  isMessage,
  isOwnStatus,
  isRoomRole,
  isSettingsAnswer,
  isUser,
  isUserPage,
} from './wire-shapes.ts';

const isRoomAnswer = objectOf<Data<'createRoom'>>({ conversation: isConversation as Shape<RoomConversation> });

const changed = objectOf({ message: isMessage });

const dataShapes: { readonly [E in RequestName]: Shape<Data<E>> } = {
  chatHistory: isHistoryPage,
  messageDays: objectOf<Data<'messageDays'>>({ days: listOf(isText) }),
  chatMessage: changed,
  editMessage: changed,
  deleteMessage: changed,
  react: changed,
  pin: changed,
  chatChanges: objectOf<Data<'chatChanges'>>({ messages: listOf(isMessage), rev: isNumber, hasMore: isFlag }),
  pinnedMessages: objectOf<Data<'pinnedMessages'>>({ messages: listOf(isMessage) }),
  messageInfo: objectOf<Data<'messageInfo'>>({
    sentAt: isText,
    deliveredAt: nullable(isText),
    readAt: nullable(isText),
  }),
  messageVersions: objectOf<Data<'messageVersions'>>({ versions: listOf(objectOf({ body: isText, at: isText })) }),
  markRead: objectOf<Data<'markRead'>>({ read: isNumber }),
  markDelivered: objectOf<Data<'markDelivered'>>({ delivered: isNumber }),
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
  conversations: objectOf<Data<'conversations'>>({
    conversations: listOf(isConversation),
    next: nullable(isText),
    archived: optional(isNumber),
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
  listUsers: isUserPage,
  watch: objectOf<Data<'watch'>>({ users: listOf(isUser) }),
};

/** The parts of a refusal that the page reads. A newer server may know more codes. */
export const isRefusal = objectOf<RefusalBody>({
  code: isText as Shape<RefusalCode>,
  message: isText,
  fields: optional(recordOf(isText)),
  retryAfterMs: optional(isNumber),
  methods: optional(listOf(isText as Shape<FactorMethod>)),
  passkey: optional(objectOf({ challenge: isText })),
  data: optional(objectOf({ text: isText, version: isNumber })),
  requestId: optional(isText),
});

const isSuccess = objectOf<{ ok: boolean; data: unknown }>({ ok: isFlag, data: (_value): _value is unknown => true });
const isFailure = objectOf({ ok: isFlag, error: isRefusal });

/** @throws WireFailure when the answer is none of the contract. */
export function checkedAck<E extends RequestName>(event: E, answer: unknown): Ack<Data<E>> {
  const hasData: Shape<Data<E>> = dataShapes[event];
  if (isSuccess(answer) && answer.ok && hasData(answer.data)) return { ok: true, data: answer.data };
  if (isFailure(answer) && !answer.ok) return { ok: false, error: answer.error };
  throw new WireFailure('unreadable', `The server answered ${event} in an unknown shape.`);
}
