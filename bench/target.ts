/** What a load is aimed at: where it listens, whose CPU time counts, and who may connect. */
import { Lane } from './lane.ts';
import { closeAll, openAll, type WireOptions, type WireSocket } from './wire-socket.ts';

export interface Visitor {
  username: string;
  cookie: string;
}

export interface Target {
  /** One for each node. */
  ports: readonly number[];
  /** Of everything on the server side. */
  pids: readonly number[];
  /** The first two are a pair, the next two another, and so on. */
  people: readonly Visitor[];
  isRelay: boolean;
  stop(): Promise<void>;
}

/** How to connect as this person, at this node. */
export function doorOf(target: Target, user: Visitor, node = 0): WireOptions {
  const port = target.ports[node % target.ports.length] as number;
  return { port, cookie: user.cookie, waitsForWelcome: !target.isRelay };
}

/** The first pairs, connected: with many nodes, the two of each pair at different ones. */
export async function withLanes<T>(
  target: Target,
  pairs: number,
  work: (lanes: readonly Lane[]) => Promise<T>,
): Promise<T> {
  const people = target.people.slice(0, pairs * 2);
  const nodeOf = (index: number) => Math.floor(index / 2) + (index % 2);
  const sockets = await openAll(people.map((user, index) => doorOf(target, user, nodeOf(index))));
  try {
    return await work(lanesOf(people, sockets));
  } finally {
    await closeAll(sockets);
  }
}

function lanesOf(people: readonly Visitor[], sockets: readonly WireSocket[]): Lane[] {
  return Array.from({ length: people.length / 2 }, (_, pair) => {
    const [sender, receiver] = sockets.slice(pair * 2, pair * 2 + 2) as [WireSocket, WireSocket];
    return new Lane(sender, receiver, (people[pair * 2 + 1] as Visitor).username);
  });
}
