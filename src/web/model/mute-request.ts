/** Mutes a conversation, or ends the mute. */
import type { ConversationState } from './conversation-state.ts';
import type { MessengerParts } from './messenger-parts.ts';

type Parts = Pick<MessengerParts, 'wire' | 'inbox'>;

/** A mute without an end. */
const forGood = '9999-12-31T23:59:59.999Z';

/** @param hours - null for good; 0 ends the mute. Fails with a `WireFailure`, and leaves the conversation as it was. */
export async function mute(
  { wire, inbox }: Parts,
  conversation: ConversationState,
  hours: number | null,
): Promise<void> {
  const before = conversation.mutedUntil.peek();
  const until = hours === null ? forGood : hours === 0 ? null : new Date(Date.now() + hours * 3_600_000).toISOString();
  conversation.mutedUntil.value = until;
  try {
    conversation.mutedUntil.value = (await wire.request('mute', { with: conversation.peer, until })).mutedUntil;
  } catch (error) {
    conversation.mutedUntil.value = before;
    throw error;
  }
  // A list that was asked for before may come after the answer, without the change.
  inbox.refreshSoon();
}
