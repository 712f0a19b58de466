/** Receipts: how far each of the two has read and received; marks that only move forward. */
import type { Payload } from '../protocol/events.ts';
import type { DeliveredMarks, ReadMarks } from '../protocol/shapes.ts';
import type { Channels } from './channels.ts';
import type { Caller, ChannelStore, Fanout, MarkKind, Marks, UserId } from './ports.ts';

export type Receipts = ReturnType<typeof createReceipts>;

export function createReceipts(channels: Channels, store: ChannelStore, fanout: Fanout) {
  /** Moves the caller's mark to `seq`, but not past the last message; answers where it stands. */
  async function mark(caller: Caller, kind: MarkKind, { with: peerName, seq }: Payload<'markRead'>): Promise<number> {
    const { channelId, peer } = await channels.withPeer(caller, peerName);
    const { lastSeq, blocked } = await store.head(channelId);
    const reached = Math.min(seq, lastSeq);
    if (!(await store.advance(channelId, caller.id, kind, reached))) {
      const mine = (await store.marks(channelId)).find((marks) => marks.userId === caller.id);
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
export function toMarks(marks: readonly Marks[], me: UserId): { read: ReadMarks; delivered: DeliveredMarks } {
  const mine = marks.find((row) => row.userId === me);
  const theirs = marks.find((row) => row.userId !== me);
  const peers = theirs?.frozen ?? theirs;
  const read = { me: mine?.readSeq ?? 0, peer: peers?.readSeq ?? 0 };
  return { read, delivered: { peer: Math.max(peers?.deliveredSeq ?? 0, read.peer) } };
}
