/** Scenarios in which the client is the trouble: half-open, away for long, flapping, or too slow to read. */
import { now } from './fault-history.ts';
import { pass, startFaultProxy } from './fault-proxy.ts';
import { heapChange, heapOf } from './heap-size.ts';
import type { LiveClient } from './live-client.ts';
import { openSockets, residentMb } from './node-metrics.ts';
import { spread, spreadText } from './run-figures.ts';
import type { Scenario, Stage } from './scenario.ts';

const halfOpenClients: Scenario = {
  name: 'F26',
  title: 'the network of some clients goes silent: the node finds out by itself',
  async run(stage) {
    const { nemesis, bed, cast, check, measure, amount, sleep } = stage;
    const node = bed.nodes[0]!;
    const proxy = await startFaultProxy('clients to a node', () => node.balancer.port);
    const [pair] = await cast.addPairs(1, { devices: amount(3, 10), urls: () => [proxy.url] });
    await connected(stage, pair!.clients);
    const before = await openSockets(node);
    const from = now();
    for (const { device } of pair!.clients) nemesis.note('half-open client', device);
    await proxy.set({ kind: 'halfOpen' });
    const gone = await waitFor(async () => (await openSockets(node)) <= before - pair!.clients.length, 30_000);
    const took = now() - from;
    check('the node drops half-open clients', gone, `still there after ${Math.round(took)} ms`);
    measure('half-open clients found', `${Math.round(took)} ms`, '≤ 15 s');
    await proxy.set(pass);
    for (const { device } of pair!.clients) nemesis.healed('half-open client', device);
    await connected(stage, pair!.clients);
    await sleep(500);
    for (const client of pair!.clients) client.stop();
    await proxy.close();
    leaveOut(stage, pair!.clients);
  },
};

const longAbsence: Scenario = {
  name: 'F27',
  title: 'a client is away while 5,000 messages come for it',
  isQuiet: true,
  async run(stage) {
    const { nemesis, cast, load, amount, measure } = stage;
    const missed = amount(1_000, 5_000);
    const [pair] = await cast.addPairs(1, { devices: 2 });
    await connected(stage, pair!.clients);
    const [ann, , ben] = pair!.clients as [LiveClient, LiveClient, LiveClient];
    nemesis.note('client away');
    ben.socket.leave();
    for (let sent = 0; sent < missed; sent += 100) {
      const batch = Array.from({ length: 100 }, () => ({ clientId: crypto.randomUUID(), body: load.body() }));
      await Promise.all(batch.map((draft) => ann.sendOnce(draft)));
    }
    const back = now();
    ben.socket.open();
    nemesis.healed('client away');
    await waitFor(async () => ben.top >= missed, 60_000);
    measure(`${missed} missed messages caught up`, `${Math.round(now() - back)} ms`, '≤ 5 s for 5,000');
  },
};

const flapping: Scenario = {
  name: 'F28',
  title: 'clients that come and go five times a second',
  async run(stage) {
    const { nemesis, bed, cast, amount, measure, sleep, random } = stage;
    const before = await Promise.all(bed.nodes.map(heapOf));
    const [pair] = await cast.addPairs(1, { devices: amount(5, 25), receipts: false });
    await connected(stage, pair!.clients);
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
    await connected(stage, pair!.clients);
    bed.nodes.forEach(({ name }, index) => {
      measure(`heap of ${name} after collection`, heapChange(before[index]!, after[index]!), '± 5 %');
    });
  },
};

const slowReader: Scenario = {
  name: 'F29',
  title: 'a client stops reading while its peer writes long messages',
  async run(stage) {
    const { nemesis, bed, cast, check, measure, amount, sleep } = stage;
    const node = bed.nodes[0]!;
    const [pair] = await cast.addPairs(1, { devices: 1, urls: () => [node.balancer.url], receipts: false });
    const [ann, ben] = pair!.clients as [LiveClient, LiveClient];
    await connected(stage, pair!.clients);
    const before = { sockets: await openSockets(node), memory: await residentMb(node) };
    const from = now();
    nemesis.note('slow reader', ben.device);
    readingOf(ben)?.pause();
    let cutAfter: number | null = null;
    let most = before.memory;
    const seen = waitFor(async () => {
      most = Math.max(most, await residentMb(node));
      return (await openSockets(node)) < before.sockets;
    }, 30_000).then((isCut) => {
      cutAfter = isCut ? now() - from : null;
    });
    await writeLong(ann, amount(2_500, 6_000));
    await seen;
    check('a client that does not read is cut', cutAfter !== null, 'still there after 30 s');
    measure('cut', `after ${Math.round(cutAfter ?? Number.NaN)} ms`, '≤ 1 MiB or 256 events');
    measure('memory of its node', `${before.memory.toFixed(0)} MB, at most ${most.toFixed(0)} MB`, '+ ≤ 50 MB');
    readingOf(ben)?.resume();
    nemesis.healed('slow reader', ben.device);
    await connected(stage, pair!.clients);
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

/** The socket's own stream: paused, nothing of it is read any more. */
function readingOf({ socket }: LiveClient): { pause(): void; resume(): void } | undefined {
  const { transport } = (socket.raw?.io.engine ?? {}) as { transport?: { ws?: { _socket?: never } } };
  return transport?.ws?._socket;
}

async function connected(_: Pick<Stage, 'cast'>, clients: readonly LiveClient[]): Promise<void> {
  const all = await waitFor(async () => clients.every((client) => client.socket.isConnected), 20_000);
  if (!all) throw new Error('A client does not get a connection');
}

/** Clients that are done are no witnesses any more. */
function leaveOut({ cast }: Stage, clients: readonly LiveClient[]): void {
  for (const pair of cast.pairs) pair.clients = pair.clients.filter((client) => !clients.includes(client));
}

async function waitFor(isSo: () => Promise<boolean>, patienceMs: number): Promise<boolean> {
  for (const deadline = now() + patienceMs; now() < deadline; ) {
    if (await isSo()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

export const clientScenarios: readonly Scenario[] = [halfOpenClients, longAbsence, flapping, slowReader];
