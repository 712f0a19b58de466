/** Starts one Duologue node as a process, built and started as in production. */
import { fileURLToPath } from 'node:url';
import { type Exit, Program } from './child-process.ts';
import { freePort } from './free-port.ts';
import { makeFolder, removeFolder } from './temporary-folder.ts';

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));
/** Starts node with the V8 flags of production. */
const runNode = `${repositoryRoot}scripts/run-node.sh`;

export interface ServerOptions {
  /** Added to `testSettings`. With DATABASE_URL and REDIS_URL the node joins a cluster; without, it is embedded. */
  env?: Record<string, string>;
  port?: number;
  /** The checkout whose build is started; this one by default. */
  folder?: string;
}

/** Cheap password hashes and no rate limits, because these tests measure neither. */
const testSettings = {
  HOST: '127.0.0.1',
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'warn',
  ARGON2_MEMORY_KIB: '1024',
  ARGON2_TIME_COST: '2',
};

export class ServerProcess extends Program {
  readonly port: number;
  readonly url: string;
  readonly dataDir: string;

  constructor(port: number, dataDir: string, env: Record<string, string>, folder = repositoryRoot) {
    const url = `http://127.0.0.1:${port}`;
    super({
      name: `node dist/main.js on port ${port}`,
      command: runNode,
      args: ['--enable-source-maps', 'dist/main.js'],
      cwd: folder,
      env: { ...inherited(), ...testSettings, PORT: `${port}`, DATA_DIR: dataDir, ...env },
      isReady: () => answers(`${url}/healthz`),
    });
    this.port = port;
    this.url = url;
    this.dataDir = dataDir;
  }

  /** Stops the node as a deployment would and starts it on the same port and data. */
  async restart(): Promise<Exit> {
    const exit = await this.stop();
    await this.start();
    return exit;
  }

  isReadyForTraffic(): Promise<boolean> {
    return answers(`${this.url}/readyz`);
  }

  /** Stops the node, deletes its data and answers how it ended. */
  async dispose(): Promise<Exit> {
    const exit = await this.stop();
    removeFolder(this.dataDir);
    return exit;
  }
}

export async function startServer({ env = {}, port, folder }: ServerOptions = {}): Promise<ServerProcess> {
  const server = new ServerProcess(port ?? (await freePort()), makeFolder('server'), env, folder);
  await server.start();
  return server;
}

/** Only the environment variables that Node needs to run. */
function inherited(): Record<string, string> {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  return { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  await answer.body?.cancel();
  return answer.ok;
}
