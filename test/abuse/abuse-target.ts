/** Starts the target of hostile input, a single node or a cluster, and detects faults that its answers do not show. */
import { randomUUID } from 'node:crypto';
import { register, type TestUser } from '../support/client.ts';
import { startCluster } from '../support/cluster-processes.ts';
import { collect, type Device } from '../support/device.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { until } from '../support/waiting.ts';

export type Shape = 'embedded' | 'cluster';
export const shapes: readonly Shape[] = ['embedded', 'cluster'];

/** Runs inside each node and logs uncaught exceptions and polluted prototypes. */
const witness = `
process.on('uncaughtExceptionMonitor', (error) => console.error('uncaughtException: ' + error.stack));
setInterval(() => {
  const found = [Object.prototype, Array.prototype, Function.prototype].flatMap((it) => Object.keys(it));
  if (found.length > 0 || ({}).polluted !== undefined) console.error('polluted prototype: ' + found);
}, 250).unref();`;

const watched = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(witness)}` };

/** Matches log lines of unexpected errors. */
const defect = /uncaughtException|unhandledRejection|polluted prototype|"level":[56]0|^\s+at .+:\d+:\d+/;

export class AbuseTarget {
  readonly url: string;
  readonly nodes: readonly ServerProcess[];
  readonly #stop: () => Promise<unknown>;
  readonly #pids: number[];
  #canaries: Canaries | undefined;

  constructor(url: string, nodes: readonly ServerProcess[], stop: () => Promise<unknown>) {
    this.url = url;
    this.nodes = nodes;
    this.#stop = stop;
    this.#pids = nodes.map(({ pid }) => pid);
  }

  /** Returns every fault found so far, one line each. */
  async faults(): Promise<string[]> {
    const dead = this.nodes.filter((node, index) => !node.isRunning || node.pid !== this.#pids[index]);
    const logged = this.nodes.flatMap((node) =>
      node
        .output()
        .split('\n')
        .filter((line) => defect.test(line)),
    );
    const found = [...dead.map((node) => `a node ended: ${node.output().slice(-500)}`), ...logged.slice(0, 5)];
    if (dead.length > 0) return found;
    this.#canaries ??= await Canaries.start(this.nodes);
    return [...found, ...(await this.#canaries.faults())];
  }

  async stop(): Promise<void> {
    this.#canaries?.close();
    await this.#stop();
  }
}

export async function startTarget(shape: Shape, env: Record<string, string> = {}): Promise<AbuseTarget> {
  if (shape === 'embedded') {
    const server = await startServer({ env: { ...watched, ...env } });
    return new AbuseTarget(server.url, [server], () => server.dispose());
  }
  const cluster = await startCluster({ nodes: 2, env: { ...watched, ...env } });
  return new AbuseTarget(cluster.url, cluster.nodes, () => cluster.stop());
}

/** Two users who write only to each other: their messages must arrive, and they must receive nothing else. */
class Canaries {
  readonly #users: [TestUser, TestUser];
  readonly #devices: [Device, Device];
  readonly #unexpected: string[] = [];

  private constructor(users: [TestUser, TestUser], devices: [Device, Device]) {
    this.#users = users;
    this.#devices = devices;
    const own = new Set(users.map(({ username }) => username));
    for (const device of devices) {
      forEachPush(device, (name, payload) => {
        const isOwn = name === 'resync' || [payload.from, payload.username].some((name) => own.has(name as string));
        if (!isOwn) this.#unexpected.push(`a canary received ${name} ${JSON.stringify(payload)}`);
      });
    }
  }

  static async start(nodes: readonly ServerProcess[]): Promise<Canaries> {
    const [first, last] = [nodes[0], nodes.at(-1)] as [ServerProcess, ServerProcess];
    const users = await Promise.all([register(first.url), register(last.url)]);
    return new Canaries(users, await Promise.all([users[0].connect(), users[1].connect()]));
  }

  async faults(): Promise<string[]> {
    const [[ann, ben], [hers, his]] = [this.#users, this.#devices];
    const received = collect(his, 'chatMessage');
    const clientId = randomUUID();
    try {
      await hers.ask('chatMessage', { to: ben.username, clientId, body: `from ${ann.username}` });
      await until('the canary receives the message', () => received.some((message) => message.clientId === clientId));
      return this.#unexpected;
    } catch (error) {
      return [...this.#unexpected, `the canaries cannot write to each other: ${(error as Error).message}`];
    } finally {
      received.stop();
    }
  }

  close(): void {
    for (const device of this.#devices) device.close();
  }
}

function forEachPush(device: Device, onPush: (name: string, payload: Record<string, unknown>) => void): void {
  const listen = device.onAny.bind(device) as (
    listener: (name: string, payload: Record<string, unknown>) => void,
  ) => void;
  listen((name, payload) => onPush(name, payload));
}
