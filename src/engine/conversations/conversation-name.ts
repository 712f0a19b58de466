/** Reads which conversation a request names. */
import { Refusal } from '../../protocol/refusals.ts';
import type { ConversationId } from '../ports/identifiers.ts';

export type ConversationName = { peer: string } | { id: ConversationId };

/** How a request names it. */
export interface Addressed {
  with?: string;
  to?: string;
  conversation?: ConversationId;
}

/** Whether the request names a conversation at all. */
export const isNamed = ({ with: peer, conversation }: Addressed): boolean => (peer ?? conversation) !== undefined;

/** @throws Refusal `invalid_input` when a request about a conversation names none, or two */
export const nameWith = ({ with: peer, conversation }: Addressed): ConversationName =>
  nameOf(peer, conversation, 'with');

/** As `nameWith`, of what goes to the other members. */
export const nameTo = ({ to: peer, conversation }: Addressed): ConversationName => nameOf(peer, conversation, 'to');

function nameOf(peer: string | undefined, id: ConversationId | undefined, field: 'with' | 'to'): ConversationName {
  if (peer !== undefined && id === undefined) return { peer };
  if (id !== undefined && peer === undefined) return { id };
  const fault =
    peer === undefined ? { [field]: 'is required' } : { conversation: `must not stand beside \`${field}\`` };
  throw new Refusal('invalid_input', 'Something in the request is missing or out of range.', { fields: fault });
}
