/** `npm run cluster`: runs a deployment of local programs: MariaDB, Redis, nodes and HAProxy. */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Program } from '../test/support/child-process.ts';
import { startHaproxy } from '../test/support/haproxy.ts';
import { enlargeBuffers, startMariadb } from '../test/support/mariadb.ts';
import { startRedis } from '../test/support/redis-server.ts';
import { type ServerProcess, startServer } from '../test/support/server-process.ts';
import { isListening, until } from '../test/support/waiting.ts';

const help = `npm run cluster -- [--nodes 3] [--port 8080]

Runs a whole deployment on this machine: MariaDB, Redis, nodes, and HAProxy in front of them.
Try it: log in on one node and write on another, or kill a node and go on writing.

  --nodes N    number of nodes, 1 to 16 (3)
  --port P     port of HAProxy on 127.0.0.1 (8080)

Needs the programs mariadbd, redis-server and haproxy; on Debian as root it installs missing ones.
Ctrl-C or SIGTERM stops it and deletes its data.`;

interface Options {
  nodes: number;
  port: number;
}

interface Part {
  name: string;
  address: string;
  program: Program & { dispose(): Promise<unknown> };
}

/** Production settings; the test support's defaults have cheap hashes and no rate limits. */
const settings = {
  RATE_LIMITS: 'on',
  ARGON2_MEMORY_KIB: '19456',
  ARGON2_TIME_COST: '2',
  LOG_LEVEL: 'info',
  TRUST_PROXY: '127.0.0.1',
};

const bufferPoolBytes = 256 * 1024 ** 2;

/** @throws Error with a one-line message when an option is invalid. */
function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: { nodes: { type: 'string' }, port: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return 'help';
  return { nodes: whole('--nodes', values.nodes ?? '3', 16), port: whole('--port', values.port ?? '8080', 65_535) };
}

function whole(name: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Error(`${name} takes a whole number from 1 to ${max}, not "${text}".`);
}

class LocalCluster {
  readonly parts: Part[] = [];
  #stopped: Promise<void> | undefined;

  async start({ nodes, port }: Options): Promise<void> {
    if (await isListening(port)) throw new Error(`Port ${port} is in use: choose another one with --port.`);
    const mariadb = await this.#add(
      'MariaDB',
      () => startMariadb(),
      ({ port: at }) => `127.0.0.1:${at}`,
    );
    await enlargeBuffers(mariadb, bufferPoolBytes);
    const redis = await this.#add(
      'Redis',
      () => startRedis(),
      ({ port: at }) => `127.0.0.1:${at}`,
    );
    const env = {
      ...settings,
      DATABASE_URL: await mariadb.createDatabase('duologue'),
      REDIS_URL: redis.url(),
      SESSION_SECRET: randomBytes(32).toString('hex'),
    };
    const started: ServerProcess[] = [];
    for (let number = 1; number <= nodes; number += 1) {
      started.push(
        await this.#add(
          `node ${number}`,
          () => startServer({ env }),
          (node) => node.url,
        ),
      );
    }
    await Promise.all(started.map((node) => until(`${node.url} is ready`, () => node.isReadyForTraffic())));
    await this.#add(
      'HAProxy',
      () => startHaproxy({ port, nodes: started, balance: 'leastconn', tunnelTimeout: '90s' }),
      (haproxy) => haproxy.url,
    );
  }

  async #add<P extends Part['program']>(
    name: string,
    start: () => Promise<P>,
    addressOf: (program: P) => string,
  ): Promise<P> {
    if (this.#stopped) throw new Error('Stopped while starting.');
    process.stdout.write(`Starting ${name} …\n`);
    const program = await start();
    this.parts.push({ name, address: addressOf(program), program });
    program.exited().then(() => this.#ended(name, program));
    return program;
  }

  /** Reports a program that ended or was killed; the others keep running. */
  #ended(name: string, program: Program): void {
    if (this.#stopped) return;
    const lastLines = program.output().trim().split('\n').slice(-5).join('\n  ');
    process.stdout.write(`${name} has ended. Its last output:\n  ${lastLines}\n`);
  }

  /** Stops all programs; a second call waits for the first. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  /** Stops the nodes first, so that they close their clients' connections through the balancer; then the rest in reverse order. */
  async #stopAll(): Promise<void> {
    process.stdout.write('\nStopping …\n');
    const nodes = this.parts.filter(({ name }) => name.startsWith('node'));
    const others = this.parts.filter((part) => !nodes.includes(part)).reverse();
    await Promise.all(nodes.map(({ program }) => program.dispose()));
    for (const { program } of others) await program.dispose();
  }
}

function table(parts: readonly Part[]): string {
  const rows = [...parts].reverse().map(({ name, address, program }) => [name, address, `pid ${program.pid}`]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`).join('\n');
}

async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (options === 'help') return console.log(help);
  const cluster = new LocalCluster();
  const stop = async () => {
    await cluster.stop();
    process.exit(0);
  };
  // The test support ends the process at once on SIGTERM; this command stops all programs in order first.
  process.removeAllListeners('SIGTERM');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
  try {
    await cluster.start(options);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  console.log(
    `\n${table(cluster.parts)}\n\nDuologue is ready: http://127.0.0.1:${options.port}  (Ctrl-C stops everything)`,
  );
}

await run(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
