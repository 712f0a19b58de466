/** How far the two have read and received: numbers that only ever grow. */

export interface Positions {
  readonly readMe: number;
  readonly readPeer: number;
  readonly deliveredPeer: number;
}

/** As the wire says it, in a page of history and in a conversation. */
interface WirePositions {
  read: { me: number; peer: number };
  delivered: { peer: number };
}

export const noPositions: Positions = { readMe: 0, readPeer: 0, deliveredPeer: 0 };

export function positionsOf({ read, delivered }: WirePositions): Positions {
  return { readMe: read.me, readPeer: read.peer, deliveredPeer: delivered.peer };
}

/** Late and doubled news changes nothing; what was read has been delivered. */
export function advance(known: Positions, news: Partial<Positions>): Positions {
  const readPeer = Math.max(known.readPeer, news.readPeer ?? 0);
  return {
    readMe: Math.max(known.readMe, news.readMe ?? 0),
    readPeer,
    deliveredPeer: Math.max(known.deliveredPeer, news.deliveredPeer ?? 0, readPeer),
  };
}
