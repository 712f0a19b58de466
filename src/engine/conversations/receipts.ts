/** Receipts: how far each member of a conversation has read and received. */

import type { Payload } from '../../protocol/events.ts';
import type { DeliveredSeqs, ReadSeqs } from '../../protocol/shapes.ts';
import type { Notifications } from '../notifications/notifications.ts';
import type { ConversationStore } from '../ports/conversation-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { ReadState, ReceiptKind } from '../ports/read-state-port.ts';
import type { ConversationGate } from './conversation-gate.ts';
import { pushToMembers } from './member-pushes.ts';

export type Receipts = ReturnType<typeof createReceipts>;

export function createReceipts(
  gate: ConversationGate,
  store: ConversationStore,
  fanout: Fanout,
  notifications: Pick<Notifications, 'shown' | 'read'>,
) {
  /** Moves the caller's read state to `seq`, but not past the last message; answers its new or unchanged seq. */
  async function advance(
    caller: Caller,
    kind: ReceiptKind,
    { with: peerName, seq: asked, shown = false }: Payload<'markDelivered'>,
  ): Promise<number> {
    const { channelId, peer, members, isOpen } = await gate.withPeer(caller, peerName);
    if (!isOpen) return 0;
    // Notes to oneself have no receipts: they count as read.
    if (peer.id === caller.id) return Math.min(asked, (await store.head(channelId)).lastSeq);
    const { seq, moved, isHidden } = await store.advance(channelId, caller.id, kind, asked);
    // A message that was read was delivered: one push tells both.
    const receipt = { channelId, username: caller.username, seq };
    if (moved) pushToMembers(fanout, isHidden ? [caller.id] : members, kind, receipt);
    if (kind === 'read' && moved) notifications.read(caller.id, channelId, seq);
    else if (shown) notifications.shown(caller.id, channelId, seq);
    return seq;
  }

  return {
    read: (caller: Caller, payload: Payload<'markRead'>) => advance(caller, 'read', payload),
    delivered: (caller: Caller, payload: Payload<'markDelivered'>) => advance(caller, 'delivered', payload),
  };
}

/** The receipts of notes to oneself: everything is read. */
export const toOwnReceipts = (lastSeq: number): Receipted => ({
  read: { me: lastSeq, peer: lastSeq },
  delivered: { peer: lastSeq },
});

interface Receipted {
  read: ReadSeqs;
  delivered: DeliveredSeqs;
}

/** The read states as one of the two members sees them. A message that was read counts as delivered. */
export function toReceipts(states: readonly ReadState[], me: UserId): Receipted {
  const mine = states.find((row) => row.userId === me);
  const theirs = states.find((row) => row.userId !== me);
  const peers = theirs?.frozen ?? theirs;
  const read = { me: mine?.readSeq ?? 0, peer: peers?.readSeq ?? 0 };
  return { read, delivered: { peer: Math.max(peers?.deliveredSeq ?? 0, read.peer) } };
}
