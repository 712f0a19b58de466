/** Explains why a conversation takes no message and no change: a block, or the deletion of an account. */
import { Refusal } from '../../protocol/refusals.ts';
import type { UserStore } from '../ports/user-port.ts';
import type { Named } from './wire-message.ts';

/** Both close the conversation's row in the same way. @throws the error, or `not_found` when the peer is gone */
export async function explainClosed(users: UserStore, error: unknown, peer: Named | null): Promise<never> {
  const isClosed = error instanceof Refusal && error.code === 'forbidden';
  if (!isClosed || !peer || (await users.findByIds([peer.id])).length > 0) throw error;
  throw new Refusal('not_found', 'This person is no longer here.');
}
