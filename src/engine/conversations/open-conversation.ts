/** The conversation of a message: one that is not open has none. */
import { Refusal } from '../../protocol/refusals.ts';
import type { Caller } from '../ports/identifiers.ts';
import type { ConversationGate } from './conversation-gate.ts';
import type { ConversationName } from './conversation-name.ts';
import type { ConversationView } from './conversation-view.ts';

/** @throws Refusal `not_found` */
export async function openOnly(
  gate: ConversationGate,
  caller: Caller,
  name: ConversationName,
): Promise<ConversationView> {
  const conversation = await gate.find(caller, name);
  if (!conversation.isOpen) throw noMessage();
  return conversation;
}

export const noMessage = () => new Refusal('not_found', 'There is no such message.');
