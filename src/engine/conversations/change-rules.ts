/** The rules of changes: who may change which message, and what the message is afterwards. */
import { limits } from '../../protocol/limits.ts';
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
    const { files: _, ...rest } = message;
    return { change: { kind: 'delete' }, message: { ...rest, body: '', state: emptied } };
  };
}

/** Adds or takes back an own reaction. */
export function reactRule(userId: UserId, emoji: string, on: boolean): ChangeRule {
  return (found) => {
    const { message, rev } = found;
    refuseBlocked(found);
    if (on) refuseDeleted(found);
    const state = stateOf(found);
    const others = state.reactions.filter((one) => one.emoji !== emoji || one.by !== userId);
    if (others.length < state.reactions.length === on) return null;
    const reactions = on ? [...others, { emoji, by: userId }] : others;
    if (on) refuseMany(new Set(reactions.map((one) => one.emoji)).size, limits.reactionsMax, 'reactions');
    return { change: { kind: 'react', emoji, on }, message: { ...message, state: { ...state, rev, reactions } } };
  };
}

/** Pins a message for both, or takes the pin of either away. */
export function pinRule(userId: UserId, on: boolean): ChangeRule {
  return (found) => {
    const { message, rev, at, pins } = found;
    refuseBlocked(found);
    if (on) refuseDeleted(found);
    const state = stateOf(found);
    if ((state.pinned !== null) === on) return null;
    if (on) refuseMany(pins + 1, limits.pinsMax, 'pinned messages');
    const pinned = on ? { by: userId, at } : null;
    return { change: { kind: 'pin' }, message: { ...message, state: { ...state, rev, pinned } } };
  };
}

function refuseMany(count: number, max: number, what: string): void {
  if (count > max) throw new Refusal('conflict', `There are at most ${max} different ${what}.`);
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
