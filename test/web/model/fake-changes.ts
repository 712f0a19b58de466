/** The rules of changes, as the server keeps them. */
import type { Message } from '../../../src/protocol/shapes.ts';
import { WireFailure } from '../../../src/web/model/wire-failure.ts';

export interface Change {
  event: 'editMessage' | 'deleteMessage' | 'react' | 'pin';
  body: string;
  emoji: string;
  on: boolean;
}

export const editTo = (body: string): Change => ({ event: 'editMessage', body, emoji: '', on: true });
export const deletion: Change = { event: 'deleteMessage', body: '', emoji: '', on: true };
export const reaction = (emoji: string, on = true): Change => ({ event: 'react', body: '', emoji, on });
export const pinning = (on = true): Change => ({ event: 'pin', body: '', emoji: '', on });

/** Returns the same object when nothing changes. */
export function changedMessage(message: Message, change: Change, who: string, at: string): Message {
  const { event, body, emoji, on } = change;
  const { reactions = [], pinned, ...rest } = message;
  const isDeleted = message.deletedAt !== undefined;
  if (message.from !== who && (event === 'editMessage' || event === 'deleteMessage'))
    throw new WireFailure('forbidden', 'not the author');
  if (event === 'deleteMessage') return isDeleted ? message : { ...rest, body: '', deletedAt: at };
  if (isDeleted && (event === 'editMessage' || on)) throw new WireFailure('conflict', 'deleted');
  if (event === 'editMessage') return body === message.body ? message : { ...message, body, editedAt: at };
  if (event === 'pin') {
    if ((pinned !== undefined) === on) return message;
    return { ...rest, ...(message.reactions ? { reactions } : {}), ...(on ? { pinned: { by: who, at } } : {}) };
  }
  const of = reactions.find((one) => one.emoji === emoji)?.by ?? [];
  if (of.includes(who) === on) return message;
  const by = on ? [...of, who] : of.filter((name) => name !== who);
  const known = reactions.some((one) => one.emoji === emoji) ? reactions : [...reactions, { emoji, by }];
  const left = known.map((one) => (one.emoji === emoji ? { emoji, by } : one)).filter((one) => one.by.length > 0);
  if (new Set(left.map((one) => one.emoji)).size > 20) throw new WireFailure('conflict', 'too many');
  return { ...rest, ...(pinned ? { pinned } : {}), ...(left.length > 0 ? { reactions: left } : {}) };
}
