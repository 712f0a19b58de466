/** The rules of changes: who may change which message, and what the message is afterwards. */
import { Refusal } from '../../protocol/refusals.ts';
import type { ChangeRule, FoundMessage } from '../ports/change-port.ts';
import type { UserId } from '../ports/identifiers.ts';
import { unchanged } from '../ports/message-state.ts';

/** Replaces the body of an own message. The same body again changes nothing. */
export function editRule(userId: UserId, body: string): ChangeRule {
  return (found) => {
    const { message, rev, at } = found;
    refuseBlocked(found);
    refuseForeign(found, userId);
    refuseDeleted(found);
    if (message.body === body) return null;
    return {
      change: { kind: 'edit', body },
      message: { ...message, body, state: { ...stateOf(found), rev, editedAt: at } },
    };
  };
}

/** Empties an own message, for ever. A block does not keep a user from taking back own words. */
export function deleteRule(userId: UserId): ChangeRule {
  return (found) => {
    const { message, rev, at } = found;
    refuseForeign(found, userId);
    const state = stateOf(found);
    if (state.deletedAt) return null;
    const emptied = { ...state, rev, deletedAt: at, pinned: null, reactions: [] };
    return { change: { kind: 'delete' }, message: { ...message, body: '', state: emptied } };
  };
}

const stateOf = ({ message }: FoundMessage) => message.state ?? unchanged;

function refuseBlocked({ isBlocked }: FoundMessage): void {
  if (isBlocked) throw new Refusal('forbidden', 'Messages cannot be changed while a block stands.');
}

function refuseForeign({ message }: FoundMessage, userId: UserId): void {
  if (message.senderId !== userId) throw new Refusal('forbidden', 'Only its author can change or delete a message.');
}

function refuseDeleted(found: FoundMessage): void {
  if (stateOf(found).deletedAt) throw new Refusal('conflict', 'This message is deleted.');
}
