/** Checks every acknowledgement of a request. */
import type { Ack, Data, RequestName } from '../../protocol/events.ts';
import type { FactorMethod } from '../../protocol/factor-shapes.ts';
import type { RefusalBody, RefusalCode } from '../../protocol/refusals.ts';
import { WireFailure } from '../model/wire-failure.ts';
import type { LateShapes } from './late-answer-shapes.ts';
import { isFlag, isNumber, isText, listOf, nullable, objectOf, optional, recordOf, type Shape } from './shape.ts';
import { isConversation, isHistoryPage, isMessage, isUser, isUserPage } from './wire-shapes.ts';

type DataShapes = { readonly [E in RequestName]: Shape<Data<E>> };

const changed = objectOf({ message: isMessage });

/** Of the requests of the first view. */
const firstShapes: Omit<DataShapes, keyof LateShapes> = {
  chatHistory: isHistoryPage,
  chatMessage: changed,
  editMessage: changed,
  deleteMessage: changed,
  react: changed,
  pin: changed,
  chatChanges: objectOf<Data<'chatChanges'>>({ messages: listOf(isMessage), rev: isNumber, hasMore: isFlag }),
  markRead: objectOf<Data<'markRead'>>({ read: isNumber }),
  markDelivered: objectOf<Data<'markDelivered'>>({ delivered: isNumber }),
  conversations: objectOf<Data<'conversations'>>({
    conversations: listOf(isConversation),
    next: nullable(isText),
    archived: optional(isNumber),
  }),
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

const shapes: Partial<DataShapes> = firstShapes;

/** Before a request whose answer needs a late shape: answers are checked at once, so that they keep their order. Null for no wait. */
export const loadShapes = (event: RequestName): Promise<unknown> | null =>
  event in shapes ? null : import('./late-answer-shapes.ts').then((late) => Object.assign(shapes, late.lateShapes));

/** @throws WireFailure when the answer is none of the contract. */
export function checkedAck<E extends RequestName>(event: E, answer: unknown): Ack<Data<E>> {
  const hasData = (shapes as DataShapes)[event];
  if (isSuccess(answer) && answer.ok && hasData(answer.data)) return { ok: true, data: answer.data };
  if (isFailure(answer) && !answer.ok) return { ok: false, error: answer.error };
  throw new WireFailure('unreadable', `The server answered ${event} in an unknown shape.`);
}
