/** Scenarios of faulty clients: half-open, offline for long, flapping, or too slow to read. */
import { now } from './fault-history.ts';
import { pass, startFaultProxy } from './fault-proxy.ts';
import { heapChange, heapOf } from './heap-size.ts';
import type { LiveClient } from './live-client.ts';
import { openSockets, residentMb, slowReadersOf } from './node-metrics.ts';
import { spread, spreadText } from './run-figures.ts';
import type { Scenario, ScenarioContext } from './scenario.ts';

const halfOpenClients: Scenario = {
  name: 'F26',
  title: 'the connections of some clients become half-open: the node detects it by itself',
  async run(context) {
    const { nemesis, bed, pool, check, measure, amount, sleep } = context;
    const node = bed.nodes[0]!;
    const proxy = await startFaultProxy('clients to a node', () => node.balancer.port);
    const [pair] = await pool.addPairs(1, { devices: amount(3, 10), urls: () => [proxy.url] });
    await connected(context, pair!.clients);
    const before = await openSockets(node);
    const from = now();
    for (const { device } of pair!.clients) nemesis.note('half-open client', device);
    await proxy.set({ kind: 'halfOpen' });
    const gone = await waitFor(async () => (await openSockets(node)) <= before - pair!.clients.length, 30_000);
    const took = now() - from;
    check('the node drops half-open clients', gone, `still connected after ${Math.round(took)} ms`);
    measure('half-open clients detected', `${Math.round(took)} ms`, '≤ 15 s');
    await proxy.set(pass);
    for (const { device } of pair!.clients) nemesis.healed('half-open client', device);
    await connected(context, pair!.clients);
    await sleep(500);
    for (const client of pair!.clients) client.stop();
    await proxy.close();
    removeClients(context, pair!.clients);
  },
};

const longOffline: Scenario = {
  name: 'F27',
  title: 'a client is offline while 5,000 messages are sent to it',
  isQuiet: true,
  async run(context) {
    const { nemesis, pool, load, amount, measure } = context;
    const missed = amount(1_000, 5_000);
    const [pair] = await pool.addPairs(1, { devices: 2 });
    await connected(context, pair!.clients);
    const [ann, , ben] = pair!.clients as [LiveClient, LiveClient, LiveClient];
    nemesis.note('client offline');
    ben.socket.leave();
    for (let sent = 0; sent < missed; sent += 100) {
      const batch = Array.from({ length: 100 }, () => ({ clientId: crypto.randomUUID(), body: load.body() }));
      await Promise.all(batch.map((message) => ann.sendOnce(message)));
    }
    const back = now();
    ben.socket.open();
    nemesis.healed('client offline');
    await waitFor(async () => ben.top >= missed, 60_000);
    measure(`${missed} missed messages caught up`, `${Math.round(now() - back)} ms`, '≤ 5 s for 5,000');
  },
};

const flapping: Scenario = {
  name: 'F28',
  title: 'clients reconnect five times a second',
  async run(context) {
    const { nemesis, bed, pool, amount, measure, sleep, random } = context;
    const before = await Promise.all(bed.nodes.map(heapOf));
    const [pair] = await pool.addPairs(1, { devices: amount(5, 25), receipts: false });
    await connected(context, pair!.clients);
    const until = now() + amount(4_000, 60_000);
    nemesis.note('flapping clients');
    while (now() < until) {
      for (const client of pair!.clients) client.socket.leave();
      await sleep(random.between(20, 100));
      for (const client of pair!.clients) client.socket.open();
      await sleep(random.between(50, 150));
    }
    nemesis.healed('flapping clients');
    for (const client of pair!.clients) client.socket.leave();
    await sleep(3_000);
    const after = await Promise.all(bed.nodes.map(heapOf));
    for (const client of pair!.clients) client.socket.open();
    await connected(context, pair!.clients);
    bed.nodes.forEach(({ name }, index) => {
      measure(`heap of ${name} after collection`, heapChange(before[index]!, after[index]!), '± 5 %');
    });
  },
};

const slowReader: Scenario = {
  name: 'F29',
  title: 'a client stops reading while its peer writes long messages',
  async run(context) {
    const { nemesis, bed, pool, check, measure, amount, sleep } = context;
    const node = bed.nodes[0]!;
    const [pair] = await pool.addPairs(1, { devices: 1, urls: () => [node.balancer.url], receipts: false });
    const [ann, ben] = pair!.clients as [LiveClient, LiveClient];
    await connected(context, pair!.clients);
    const before = { slowReaders: await slowReadersOf(node), memory: await residentMb(node) };
    const from = now();
    nemesis.note('slow reader', ben.device);
    const reader = stopReading(ben);
    let terminatedAfterMs: number | null = null;
    let mostMemory = before.memory;
    // The limit counts bytes: a slow machine needs longer to write them.
    let deadline = Number.POSITIVE_INFINITY;
    const seen = waitUntil(
      () => deadline,
      async () => {
        mostMemory = Math.max(mostMemory, await residentMb(node));
        return (await slowReadersOf(node)) > before.slowReaders;
      },
    ).then((isTerminated) => {
      terminatedAfterMs = isTerminated ? now() - from : null;
    });
    await writeLong(ann, amount(2_500, 6_000));
    deadline = now() + 30_000;
    await seen;
    check(
      'the node terminates a client that does not read',
      terminatedAfterMs !== null,
      'still connected 30 s after the last message',
    );
    measure('terminated', `after ${Math.round(terminatedAfterMs ?? Number.NaN)} ms`, '≤ 1 MiB or 256 events');
    measure('memory of its node', `${before.memory.toFixed(0)} MB, at most ${mostMemory.toFixed(0)} MB`, '+ ≤ 50 MB');
    reader.readOn();
    nemesis.healed('slow reader', ben.device);
    await connected(context, pair!.clients);
    await sleep(1_000);
  },
};

async function writeLong(writer: LiveClient, count: number): Promise<void> {
  const times: number[] = [];
  for (let sent = 0; sent < count; sent += 50) {
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const started = now();
        await writer.sendOnce({ clientId: crypto.randomUUID(), body: `${sent + index} ${'語'.repeat(3_900)}` });
        times.push(now() - started);
      }),
    );
  }
  console.log(`  long messages acknowledged: ${spreadText(spread(times))}`);
}

interface Transport {
  readonly ws: { readonly _socket: { pause(): void; resume(): void } };
  onPacket(packet: { type: 'ping' }): void;
}

/**
 * The client reads nothing from its TCP stream, and acts as if pings arrived.
 * Neither side takes the other one for gone, so only the limit of unsent bytes can end the connection.
 */
function stopReading({ socket }: LiveClient): { readOn(): void } {
  const { transport } = (socket.raw?.io.engine ?? {}) as unknown as { transport?: Transport };
  if (!transport) throw new Error('The client has no connection');
  const stream = transport.ws._socket;
  stream.pause();
  const pings = setInterval(() => transport.onPacket({ type: 'ping' }), 2_000);
  return {
    readOn: () => {
      clearInterval(pings);
      stream.resume();
    },
  };
}

async function connected(_: Pick<ScenarioContext, 'pool'>, clients: readonly LiveClient[]): Promise<void> {
  const all = await waitFor(async () => clients.every((client) => client.socket.isConnected), 20_000);
  if (!all) throw new Error('A client has not connected within 20 s');
}

/** Removes stopped clients from the pool, so that they are no witnesses. */
function removeClients({ pool }: ScenarioContext, clients: readonly LiveClient[]): void {
  for (const pair of pool.pairs) pair.clients = pair.clients.filter((client) => !clients.includes(client));
}

function waitFor(condition: () => Promise<boolean>, maxMs: number): Promise<boolean> {
  const deadline = now() + maxMs;
  return waitUntil(() => deadline, condition);
}

/** @param deadline - by `now()`; it may change while it is waited for. */
async function waitUntil(deadline: () => number, condition: () => Promise<boolean>): Promise<boolean> {
  while (now() < deadline()) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

export const clientScenarios: readonly Scenario[] = [halfOpenClients, longOffline, flapping, slowReader];
