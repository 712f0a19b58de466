/** Receipts: how far each of the two has read and received; marks that only move forward. */

import type { Payload } from '../../protocol/events.ts';
import type { DeliveredMarks, ReadMarks } from '../../protocol/shapes.ts';
import type { ConversationStore } from '../ports/conversation-port.ts';
import type { Fanout } from '../ports/fanout-port.ts';
import type { Caller, UserId } from '../ports/identifiers.ts';
import type { ReadState, ReceiptKind } from '../ports/read-state-port.ts';
import type { Channels } from './conversation-gate.ts';

export type Receipts = ReturnType<typeof createReceipts>;

export function createReceipts(channels: Channels, store: ConversationStore, fanout: Fanout) {
  /** Moves the caller's mark to `seq`, but not past the last message; answers where it stands. */
  async function mark(
    caller: Caller,
    kind: ReceiptKind,
    { with: peerName, seq }: Payload<'markRead'>,
  ): Promise<number> {
    const { channelId, peer } = await channels.withPeer(caller, peerName);
    const { lastSeq, blocked } = await store.head(channelId);
    const reached = Math.min(seq, lastSeq);
    if (!(await store.advance(channelId, caller.id, kind, reached))) {
      const mine = (await store.readStates(channelId)).find((state) => state.userId === caller.id);
      return mine?.[`${kind}Seq`] ?? 0;
    }
    const notice = { channelId, username: caller.username, seq: reached };
    if (!blocked) fanout.toUser(peer.id, kind, notice);
    fanout.toUser(caller.id, kind, notice);
    return reached;
  }

  return {
    read: (caller: Caller, payload: Payload<'markRead'>) => mark(caller, 'read', payload),
    delivered: (caller: Caller, payload: Payload<'markDelivered'>) => mark(caller, 'delivered', payload),
  };
}

/** A channel's marks as one of the two sees them. What was read was delivered, whether or not a device said so. */
export function toReceipts(states: readonly ReadState[], me: UserId): { read: ReadMarks; delivered: DeliveredMarks } {
  const mine = states.find((row) => row.userId === me);
  const theirs = states.find((row) => row.userId !== me);
  const peers = theirs?.frozen ?? theirs;
  const read = { me: mine?.readSeq ?? 0, peer: peers?.readSeq ?? 0 };
  return { read, delivered: { peer: Math.max(peers?.deliveredSeq ?? 0, read.peer) } };
}
