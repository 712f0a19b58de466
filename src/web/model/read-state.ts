/** The read state of one conversation of two: `seq` numbers that only grow. */

export interface ReadState {
  readonly ownReadSeq: number;
  readonly peerReadSeq: number;
  readonly peerDeliveredSeq: number;
}

/** The same numbers as the wire names them. */
interface WireReadState {
  read: { me: number; peer: number };
  delivered: { peer: number };
}

export const nothingRead: ReadState = { ownReadSeq: 0, peerReadSeq: 0, peerDeliveredSeq: 0 };

export function readStateOf({ read, delivered }: WireReadState): ReadState {
  return { ownReadSeq: read.me, peerReadSeq: read.peer, peerDeliveredSeq: delivered.peer };
}

/** Late and repeated updates change nothing; a read message also counts as delivered. */
export function advance(known: ReadState, update: Partial<ReadState>): ReadState {
  const peerReadSeq = Math.max(known.peerReadSeq, update.peerReadSeq ?? 0);
  return {
    ownReadSeq: Math.max(known.ownReadSeq, update.ownReadSeq ?? 0),
    peerReadSeq,
    peerDeliveredSeq: Math.max(known.peerDeliveredSeq, update.peerDeliveredSeq ?? 0, peerReadSeq),
  };
}
