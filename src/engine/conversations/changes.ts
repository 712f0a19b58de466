/** Changes of messages: each is stored once, then pushed to every device of both. */

import { LRUCache } from 'lru-cache';
import type { Payload } from '../../protocol/events.ts';
import type { Message } from '../../protocol/shapes.ts';
import type { ChangeOutcome, ChangeRule, ChangeStore } from '../ports/change-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { StoredMessage } from '../ports/message-port.ts';
import type { UserStore } from '../ports/user-port.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { deleteRule, editRule, pinRule, reactRule } from './change-rules.ts';
import { explainClosed } from './closed-conversation.ts';
import type { ConversationGate } from './conversation-gate.ts';
import { nameWith } from './conversation-name.ts';
import { type ConversationView, whenShown } from './conversation-view.ts';
import { pushToAll } from './member-pushes.ts';
import type { MissedMessages } from './missed-messages.ts';
import { openOnly } from './open-conversation.ts';

export type Changes = ReturnType<typeof createChanges>;

export interface ChangeParts {
  users: UserStore;
  gate: ConversationGate;
  store: ChangeStore;
  missed: MissedMessages;
  fanout: Fanout;
  searchIndex: Pick<SearchIndex, 'note'>;
  /** Called when a deletion has committed or failed. */
  onDeleted(): void;
}

/** A message of a conversation. */
type Place = Payload<'deleteMessage'>;

/**
 * A repeat of what another node stored is pushed again for this many milliseconds after the last change of the conversation: the
 * answer of the change that it repeats was lost, and its node may have died before the push.
 */
const repushMs = 5 * 60_000;
/** Revisions that this node remembers to have pushed; an evicted one may be pushed twice. */
const pushedMax = 10_000;

export function createChanges(parts: ChangeParts) {
  const { users, gate, store } = parts;
  const pushed = new LRUCache<string, true>({ max: pushedMax });

  /** Applies the rule, then pushes the message to every device of both except the asking socket. Settles after the commit. */
  async function change(caller: Caller, { seq, ...name }: Place, rule: ChangeRule): Promise<{ message: Message }> {
    const conversation = await openOnly(gate, caller, nameWith(name));
    const { channelId, peer } = conversation;
    let hasFailed = false;
    const push = (message: StoredMessage) => {
      pushed.set(revisionOf(message), true);
      whenShown(conversation.show(message), (shown) => pushChange(parts, conversation, caller, shown, hasFailed));
    };
    try {
      const member = { userId: caller.id, sessionId: caller.sessionId, ...(peer ? {} : { isRoom: true as const }) };
      const target = { channelId, seq, ...member };
      const outcome = await store.change(target, rule, push);
      const { message } = outcome;
      if (isRepeated(outcome) && !pushed.has(revisionOf(message))) push(message);
      return { message: await conversation.show(message) };
    } catch (error) {
      hasFailed = true;
      return explainClosed(users, error, peer);
    }
  }

  return {
    edit: (caller: Caller, payload: Payload<'editMessage'>) =>
      change(caller, payload, editRule(caller.id, payload.body)),
    react: (caller: Caller, payload: Payload<'react'>) =>
      change(caller, payload, reactRule(caller.id, payload.emoji, payload.on)),
    pin: (caller: Caller, payload: Payload<'pin'>) => change(caller, payload, pinRule(caller.id, payload.on)),
    remove: (caller: Caller, payload: Place) => change(caller, payload, deleteRule(caller.id)).finally(parts.onDeleted),
  };
}

const revisionOf = ({ channelId, state }: StoredMessage) => `${channelId} ${state?.rev}`;

/** Whether a change may be stored that nobody was told of. A message without a state has never changed. */
const isRepeated = ({ message, changed, isBlocked, idleMs }: ChangeOutcome) =>
  !changed && message.state !== undefined && !isBlocked && idleMs < repushMs;

function pushChange(
  { fanout, missed, searchIndex }: ChangeParts,
  conversation: ConversationView,
  caller: Caller,
  message: Message,
  toSender: boolean,
): void {
  pushToAll(fanout, conversation, 'messageChanged', message, toSender ? undefined : caller);
  // The asking socket gets an acknowledgement. The transport notes the pushes to all others.
  missed.noteChange(caller.id, message);
  searchIndex.note(message.channelId);
}
