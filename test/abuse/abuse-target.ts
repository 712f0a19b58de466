/** What is abused: a node alone or a cluster, as real processes, with watches that see what an attacker does not. */
import { randomUUID } from 'node:crypto';
import { type Person, register } from '../support/client.ts';
import { startCluster } from '../support/cluster-processes.ts';
import { collect, type Device } from '../support/device.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { until } from '../support/waiting.ts';

export type Shape = 'embedded' | 'cluster';
export const shapes: readonly Shape[] = ['embedded', 'cluster'];

/** Runs inside each node: says what no answer would show. */
const witness = `
process.on('uncaughtExceptionMonitor', (error) => console.error('uncaughtException: ' + error.stack));
setInterval(() => {
  const found = [Object.prototype, Array.prototype, Function.prototype].flatMap((it) => Object.keys(it));
  if (found.length > 0 || ({}).polluted !== undefined) console.error('polluted prototype: ' + found);
}, 250).unref();`;

const watched = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(witness)}` };

/** What a node says when something happened that nobody foresaw. */
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

  /** Everything that is wrong now, a line each. */
  async faults(): Promise<string[]> {
    const dead = this.nodes.filter((node, index) => !node.isRunning || node.pid !== this.#pids[index]);
    const said = this.nodes.flatMap((node) =>
      node
        .output()
        .split('\n')
        .filter((line) => defect.test(line)),
    );
    const found = [...dead.map((node) => `a node ended: ${node.output().slice(-500)}`), ...said.slice(0, 5)];
    if (dead.length > 0) return found;
    this.#canaries ??= await Canaries.settle(this.nodes);
    return [...found, ...(await this.#canaries.faults())];
  }

  async stop(): Promise<void> {
    this.#canaries?.leave();
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

/** Two people who only talk to each other: they must go on, and hear of nothing else. */
class Canaries {
  readonly #people: [Person, Person];
  readonly #devices: [Device, Device];
  readonly #strange: string[] = [];

  private constructor(people: [Person, Person], devices: [Device, Device]) {
    this.#people = people;
    this.#devices = devices;
    const own = new Set(people.map(({ username }) => username));
    for (const device of devices) {
      collectStrange(device, (name, payload) => {
        const isOwn = name === 'resync' || [payload.from, payload.username].some((who) => own.has(who as string));
        if (!isOwn) this.#strange.push(`a stranger was told ${name} ${JSON.stringify(payload)}`);
      });
    }
  }

  static async settle(nodes: readonly ServerProcess[]): Promise<Canaries> {
    const [first, last] = [nodes[0], nodes.at(-1)] as [ServerProcess, ServerProcess];
    const people = await Promise.all([register(first.url), register(last.url)]);
    return new Canaries(people, await Promise.all([people[0].connect(), people[1].connect()]));
  }

  async faults(): Promise<string[]> {
    const [[ann, ben], [hers, his]] = [this.#people, this.#devices];
    const heard = collect(his, 'chatMessage');
    const clientId = randomUUID();
    try {
      await hers.ask('chatMessage', { to: ben.username, clientId, body: `from ${ann.username}` });
      await until('the canary hears', () => heard.some((message) => message.clientId === clientId));
      return this.#strange;
    } catch (error) {
      return [...this.#strange, `the canaries cannot talk: ${(error as Error).message}`];
    } finally {
      heard.stop();
    }
  }

  leave(): void {
    for (const device of this.#devices) device.close();
  }
}

function collectStrange(device: Device, hear: (name: string, payload: Record<string, unknown>) => void): void {
  const listen = device.onAny.bind(device) as (
    listener: (name: string, payload: Record<string, unknown>) => void,
  ) => void;
  listen((name, payload) => hear(name, payload));
}
