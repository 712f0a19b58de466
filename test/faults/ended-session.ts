/** Ends a session on one node and measures how long another node still serves its socket. */
import { randomUUID } from 'node:crypto';
import { expectStatus, retryWhileBusy, type TestUser } from '../support/client.ts';
import { type FaultHistory, now } from './fault-history.ts';
import type { LiveClient } from './live-client.ts';
import type { ScenarioContext } from './scenario.ts';
import type { BedNode } from './test-bed.ts';

export interface OpenSession {
  me: TestUser;
  client: LiveClient;
}

/** Creates a user with one device on this node. */
export async function openSession({ pool }: Pick<ScenarioContext, 'pool'>, node: BedNode): Promise<OpenSession> {
  const [me, peer] = await Promise.all([pool.createUser('me'), pool.createUser('peer')]);
  const client = pool.client(me, peer, 1, { urls: [node.balancer.url] });
  client.start();
  while (!client.socket.isConnected) await sleep(10);
  client.send('Before the end');
  return { me, client };
}

/** Logs the session out at this node, and records it. */
export async function endSession(history: FaultHistory, me: TestUser, node: BedNode): Promise<void> {
  const call = { op: 'logout', call: history.nextCall(), session: me.cookie, user: me.username } as const;
  history.record({ ...call, phase: 'invoke' });
  expectStatus(await retryWhileBusy(() => me.at(node.process.url).logOut()), 204);
  history.record({ ...call, phase: 'ok' });
}

/** Reads the own account at this node with a cookie, and records it; answers the status, 0 without an answer. */
export async function readWithCookie(
  history: FaultHistory,
  { me, cookie }: { me: TestUser; cookie: string },
  { process }: BedNode,
): Promise<number> {
  const call = { op: 'page', call: history.nextCall(), session: cookie, device: `${me.username}/http` } as const;
  history.record({ ...call, phase: 'invoke' });
  const answer = fetch(`${process.url}/api/me`, { headers: { cookie }, signal: AbortSignal.timeout(4_000) });
  const status = await answer.then(
    async ({ status, body }) => {
      await body?.cancel();
      return status;
    },
    () => 0,
  );
  history.record({ ...call, phase: status === 200 ? 'ok' : status === 401 ? 'fail' : 'unknown' });
  return status;
}

/** Writes until the socket closes; answers the time until then and the number of accepted writes. */
export async function watchUntilClosed({ client }: OpenSession, maxMs: number) {
  const endedAt = now();
  let accepted = 0;
  while (client.socket.isConnected && now() - endedAt < maxMs) {
    const id = randomUUID();
    const sent = await client.sendOnce({ clientId: id, body: 'After the end' });
    const edited = await client.changeOnce({ id, kind: 'edit', seq: 1, text: id, isOverHttp: false });
    for (const { phase } of [sent, edited]) if (phase === 'ok') accepted += 1;
    await sleep(20);
  }
  const closedAfterMs = now() - endedAt;
  client.stop();
  return { closedAfterMs, accepted };
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
