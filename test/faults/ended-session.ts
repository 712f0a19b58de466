/** Ends a session on one node while its socket is open on another, and watches how long that socket is still served. */
import { randomUUID } from 'node:crypto';
import { expectStatus, type Person } from '../support/client.ts';
import { type FaultHistory, now } from './fault-history.ts';
import type { LiveClient } from './live-client.ts';
import type { Stage } from './scenario.ts';
import type { BedNode } from './test-bed.ts';

export interface OpenSession {
  me: Person;
  client: LiveClient;
}

/** Somebody new with one device on this node. */
export async function openSession({ cast }: Pick<Stage, 'cast'>, node: BedNode): Promise<OpenSession> {
  const [me, peer] = await Promise.all([cast.person('cut'), cast.person('peer')]);
  const client = cast.client(me, peer, 1, { urls: [node.balancer.url] });
  client.start();
  while (!client.socket.isConnected) await sleep(10);
  return { me, client };
}

/** Logs the session out at this node, on record. */
export async function endSession(history: FaultHistory, me: Person, node: BedNode): Promise<void> {
  const call = { op: 'logout', call: history.nextCall(), session: me.cookie, user: me.username } as const;
  history.record({ ...call, phase: 'invoke' });
  expectStatus(await me.at(node.process.url).logOut(), 204);
  history.record({ ...call, phase: 'ok' });
}

/** Writes on the socket until it closes; answers how long that took and how many writes were accepted after the end. */
export async function watchUntilClosed({ client }: OpenSession, patienceMs: number) {
  const endedAt = now();
  let accepted = 0;
  while (client.socket.isConnected && now() - endedAt < patienceMs) {
    const outcome = await client.sendOnce({ clientId: randomUUID(), body: 'After the end' });
    if (outcome.phase === 'ok') accepted += 1;
    await sleep(20);
  }
  const closedAfterMs = now() - endedAt;
  client.stop();
  return { closedAfterMs, accepted };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
