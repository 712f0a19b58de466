/** Shows a message as it will be when the waiting commands of the user are carried out. */
import type { Message } from '../../../protocol/shapes.ts';
import { type ChangeCommand, type Command, isChange, keyOf, type SendCommand } from './user-command.ts';

/** Returns the same object when the commands have no effect. */
export function overlay(message: Message, changes: readonly ChangeCommand[], me: string): Message {
  return changes.reduce((shown, change) => withChange(shown, change, me), message);
}

/** The waiting changes by the key of their message's row, in their order. */
export function changesByKey(commands: readonly Command[]): ReadonlyMap<string, readonly ChangeCommand[]> {
  const byKey = new Map<string, ChangeCommand[]>();
  for (const command of commands.filter(isChange)) {
    const key = keyOf(command);
    byKey.set(key, [...(byKey.get(key) ?? []), command]);
  }
  return byKey;
}

/** An unsent message as it will be stored; its `seq` is 0. */
export function unsentMessage({ to, clientId, body, writtenAt, reply, files }: SendCommand, me: string): Message {
  const sentAt = new Date(writtenAt).toISOString();
  const answered = reply && { replyTo: reply };
  return {
    channelId: '',
    seq: 0,
    from: me,
    to,
    body,
    clientId,
    sentAt,
    ...answered,
    ...(files[0] && { files: [...files] }),
  };
}

function withChange(message: Message, change: ChangeCommand, me: string): Message {
  if (message.deletedAt !== undefined) return message;
  const at = new Date(change.writtenAt).toISOString();
  switch (change.kind) {
    case 'edit':
      return change.text === message.body ? message : { ...message, body: change.text, editedAt: at };
    case 'delete':
      return tombstone(message, at);
    case 'react':
      return withReaction(message, change.emoji, change.on, me);
    case 'pin':
      return withPin(message, change.on, { by: me, at });
  }
}

function tombstone(message: Message, deletedAt: string): Message {
  const { reactions, pinned, files, ...rest } = message;
  return { ...rest, body: '', deletedAt };
}

function withReaction(message: Message, emoji: string, on: boolean, me: string): Message {
  const { reactions = [], ...rest } = message;
  const of = reactions.find((one) => one.emoji === emoji);
  if ((of?.by.includes(me) ?? false) === on) return message;
  const by = on ? [...(of?.by ?? []), me] : (of?.by ?? []).filter((name) => name !== me);
  const changed = of ? reactions.map((one) => (one === of ? { emoji, by } : one)) : [...reactions, { emoji, by }];
  const left = changed.filter((one) => one.by.length > 0);
  return left.length === 0 ? rest : { ...rest, reactions: left };
}

function withPin(message: Message, on: boolean, pin: NonNullable<Message['pinned']>): Message {
  const { pinned, ...rest } = message;
  if ((pinned !== undefined) === on) return message;
  return on ? { ...rest, pinned: pin } : rest;
}
