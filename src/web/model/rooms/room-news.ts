/** The changes of rooms since the page was opened, each with its place in the log. They are not stored. */
import { type Signal, signal } from '@preact/signals';
import type { RoomNotice } from '../../../protocol/room-shapes.ts';
import { messageKey } from '../commands/user-command.ts';
import type { ConversationState } from '../conversation-state.ts';

export interface RoomChange {
  /** The key of the message that was the last one; empty for none. */
  readonly after: string;
  readonly notice: RoomNotice;
}

/** Of each room. */
const keptMax = 100;

const news = new WeakMap<ConversationState, Signal<readonly RoomChange[]>>();

export function newsOf(conversation: ConversationState): Signal<readonly RoomChange[]> {
  const known = news.get(conversation) ?? signal<readonly RoomChange[]>([]);
  news.set(conversation, known);
  return known;
}

export function addNews(conversation: ConversationState, notice: RoomNotice, me: string): void {
  const last = conversation.last.peek();
  const changes = newsOf(conversation);
  const added = { after: last ? messageKey(last, me) : '', notice };
  changes.value = [...changes.peek(), added].slice(-keptMax);
}
