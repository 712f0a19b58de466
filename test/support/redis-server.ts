/** A real Redis for the tests: an own server process, or the one that TEST_REDIS_URL names. */
import { Redis as RedisClient } from 'ioredis';
import { Program } from './child-process.ts';
import { freePort } from './free-port.ts';
import { oncePerProcess } from './once-per-process.ts';
import { requireProgram } from './programs.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';
import { answersOn } from './waiting.ts';

/** What a suite needs. Pub/sub is one for all numbers: a suite that runs nodes wants a server of its own. */
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
      isReady: () => answersOn(port),
    });
    this.port = port;
    this.folder = folder;
  }

  url(database = 0): string {
    return `redis://127.0.0.1:${this.port}/${database}`;
  }

  freshDatabase(): Promise<string> {
    this.#lastDatabase = (this.#lastDatabase % 15) + 1;
    return emptied(this.url(this.#lastDatabase));
  }

  /** Stops it for good. */
  async dispose(): Promise<void> {
    await this.stop();
    removeFolder(this.folder);
  }
}

/** Starts an own server (some 50 ms), whatever the environment says. It keeps nothing on disk. */
export async function startRedis(): Promise<Redis> {
  const server = new Redis(await freePort(), makeFolder('redis'));
  await server.start();
  return server;
}

const kept = oncePerProcess('redis', (): { shared?: Promise<RedisServer>; own?: Redis } => ({}));

/** The server that suites of this run share, each with a fresh database number. */
export function sharedRedis(): Promise<RedisServer> {
  const given = process.env.TEST_REDIS_URL;
  kept.shared ??= given ? Promise.resolve(givenRedis(given)) : startRedis().then((server) => (kept.own = server));
  return kept.shared;
}

export async function stopSharedRedis(): Promise<void> {
  await kept.own?.dispose();
  delete kept.shared;
  delete kept.own;
}

/** The server that somebody else runs at this address. */
function givenRedis(address: string): RedisServer {
  let lastDatabase = 0;
  const url = (database = 0) => Object.assign(new URL(address), { pathname: `/${database}` }).href;
  const freshDatabase = () => {
    lastDatabase = (lastDatabase % 15) + 1;
    return emptied(url(lastDatabase));
  };
  return { url, freshDatabase };
}

async function emptied(url: string): Promise<string> {
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
