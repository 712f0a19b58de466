/** Provides a real Redis: an own server process, or the one that TEST_REDIS_URL names. */
import { Redis as RedisClient } from 'ioredis';
import { Program } from './child-process.ts';
import { claimPort, freePort } from './free-port.ts';
import { oncePerProcess } from './once-per-process.ts';
import { requireProgram } from './programs.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { isListening } from './waiting.ts';

/** A Redis server. Its databases share one pub/sub: a suite that runs nodes needs its own server. */
export interface RedisServer {
  url(database?: number): string;
  /** Empties the next of the databases 1 to 15 and answers its URL. */
  freshDatabase(): Promise<string>;
}

export class Redis extends Program implements RedisServer {
  readonly port: number;
  readonly folder: string;
  #lastDatabase = 0;

  constructor(port: number, folder: string) {
    super({
      name: 'redis-server',
      command: requireProgram('redis-server'),
      args: ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'],
      cwd: folder,
      isReady: () => isListening(port),
    });
    this.port = port;
    this.folder = folder;
  }

  url(database = 0): string {
    return `redis://127.0.0.1:${this.port}/${database}`;
  }

  freshDatabase(): Promise<string> {
    this.#lastDatabase = (this.#lastDatabase % 15) + 1;
    return emptyDatabase(this.url(this.#lastDatabase));
  }

  /** Stops the server and deletes its data. */
  async dispose(): Promise<void> {
    await this.stop();
    removeFolder(this.folder);
  }
}

/** Starts an own server, also when TEST_REDIS_URL is set; takes about 50 ms. It stores nothing on disk. */
export async function startRedis(): Promise<Redis> {
  const server = new Redis(await freePort(), makeFolder('redis'));
  await server.start();
  return server;
}

/**
 * One process at a time uses the server of TEST_REDIS_URL, because its processes would share its databases and pub/sub.
 * It binds this port, below those of `freePort`; other processes start their own server.
 */
const claimPortOf = (address: string): number => 10_000 + (Number(new URL(address).port || 6379) % 10_000);

const shared = oncePerProcess('redis', (): { server?: Promise<RedisServer>; own?: Redis } => ({}));

/** The server that all suites of this process share, each with an empty database of the next number. */
export function sharedRedis(): Promise<RedisServer> {
  shared.server ??= findRedis();
  return shared.server;
}

async function findRedis(): Promise<RedisServer> {
  const address = process.env.TEST_REDIS_URL;
  if (address && (await claimPort(claimPortOf(address)))) return existingRedis(address);
  shared.own = await startRedis();
  return shared.own;
}

export async function stopSharedRedis(): Promise<void> {
  await shared.own?.dispose();
  delete shared.server;
  delete shared.own;
}

/** A server that runs already, at this address. */
function existingRedis(address: string): RedisServer {
  let lastDatabase = 0;
  const url = (database = 0) => Object.assign(new URL(address), { pathname: `/${database}` }).href;
  const freshDatabase = () => {
    lastDatabase = (lastDatabase % 15) + 1;
    return emptyDatabase(url(lastDatabase));
  };
  return { url, freshDatabase };
}

async function emptyDatabase(url: string): Promise<string> {
  const client = new RedisClient(url, { lazyConnect: true, maxRetriesPerRequest: 1 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.flushdb();
  } finally {
    client.disconnect();
  }
  return url;
}
