/** Describes a server under load: its ports, its processes and its users. */
import { Lane } from './lane.ts';
import { closeAll, openAll, type WireOptions, type WireSocket } from './wire-socket.ts';

export interface Visitor {
  username: string;
  cookie: string;
}

export interface Target {
  /** One port per node. */
  ports: readonly number[];
  /** All processes of the server side. */
  pids: readonly number[];
  /** Each two consecutive users form a pair. */
  users: readonly Visitor[];
  isRelay: boolean;
  stop(): Promise<void>;
}

/** Returns the options to connect as this user to this node. */
export function wireOptionsOf(target: Target, user: Visitor, node = 0): WireOptions {
  const port = target.ports[node % target.ports.length] as number;
  return { port, cookie: user.cookie, waitsForWelcome: !target.isRelay };
}

/** Connects the first pairs; with several nodes, the users of a pair are on different nodes. */
export async function withLanes<T>(
  target: Target,
  pairs: number,
  work: (lanes: readonly Lane[]) => Promise<T>,
): Promise<T> {
  const users = target.users.slice(0, pairs * 2);
  const nodeOf = (index: number) => Math.floor(index / 2) + (index % 2);
  const sockets = await openAll(users.map((user, index) => wireOptionsOf(target, user, nodeOf(index))));
  try {
    return await work(lanesOf(users, sockets));
  } finally {
    await closeAll(sockets);
  }
}

function lanesOf(users: readonly Visitor[], sockets: readonly WireSocket[]): Lane[] {
  return Array.from({ length: users.length / 2 }, (_, pair) => {
    const [sender, receiver] = sockets.slice(pair * 2, pair * 2 + 2) as [WireSocket, WireSocket];
    const [from, to] = users.slice(pair * 2, pair * 2 + 2) as [Visitor, Visitor];
    return new Lane(sender, receiver, from.username, to.username);
  });
}
