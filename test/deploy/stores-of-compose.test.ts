/** Tests the Redis of `docker-compose.yml`, with its password, on a real server: its command, its health check, and nodes on it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { connectPair, draft } from '../cluster/pair-across-nodes.ts';
import { runToEnd } from '../process/command-run.ts';
import { Program } from '../support/child-process.ts';
import { type Cluster, startCluster } from '../support/cluster-processes.ts';
import { nextEvent } from '../support/device.ts';
import { freePort } from '../support/free-port.ts';
import { requireProgram } from '../support/programs.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { isListening } from '../support/waiting.ts';
import { readComposeFile, readText } from './compose-model.ts';

const password = 'a'.repeat(64);
const SESSION_SECRET = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const { redis } = readComposeFile({
  SESSION_SECRET,
  MYSQL_PASSWORD: 'm',
  MYSQL_ROOT_PASSWORD: 'r',
  REDIS_PASSWORD: password,
}).services;

const path = process.env.PATH ?? '';

/** Runs a health check as an engine would; answers its exit code. */
function check([kind, ...words]: readonly string[], env: Record<string, string>): number | null {
  const [command = '', ...args] = kind === 'CMD-SHELL' ? ['sh', '-c', ...words] : words;
  return spawnSync(command, args, { env: { PATH: path, ...env } }).status;
}

describe('the Redis of docker-compose.yml', () => {
  const folder = makeFolder('compose-redis');
  let port: number;
  let server: Program;
  let cluster: Cluster;
  const url = (secret: string) => `redis://:${secret}@127.0.0.1:${port}/1`;
  before(async () => {
    port = await freePort();
    requireProgram('redis-server');
    const [command = '', ...args] = redis?.command ?? [];
    const here = args.map((arg) => arg.replace('dir /data', `dir ${folder}\nport ${port}`));
    server = new Program({
      name: 'the Redis of docker-compose.yml',
      command,
      args: here,
      env: { PATH: path, ...redis?.environment },
      isReady: () => isListening(port),
    });
    await server.start();
    const own = { url: () => url(password), freshDatabase: async () => url(password) };
    cluster = await startCluster({ nodes: 2, redis: own, env: { SESSION_SECRET } });
  });
  after(async () => {
    await cluster?.stop();
    await server?.stop();
    removeFolder(folder);
  });

  it('carries pushes between nodes that have the password', async () => {
    const { ben, annDevice, benDevice } = await connectPair(cluster);
    const heard = nextEvent(benDevice, 'chatMessage');
    const { message } = await annDevice.ask('chatMessage', draft(ben.username));
    expect(await heard).to.deep.equal(message);
  });

  it('shows its password in no list of processes', () => {
    expect(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8'))
      .to.contain('redis-server')
      .and.not.contain(password);
  });

  it('is healthy for its own check, and not for one with another password', () => {
    const test = (redis?.healthcheck?.test ?? []).map((word) => word.replace('redis-cli', `redis-cli -p ${port}`));
    expect(check(test, { REDIS_PASSWORD: password })).to.equal(0);
    expect(check(test, { REDIS_PASSWORD: 'another' })).to.not.equal(0);
  });

  it('lets no node start with another password, or without one', async () => {
    for (const wrong of [url('another'), `redis://127.0.0.1:${port}/1`]) {
      const env = { DATABASE_URL: cluster.databaseUrl, REDIS_URL: wrong, SESSION_SECRET };
      const { code, stderr } = await runToEnd(['main.js'], { ...env, PORT: '0' });
      expect(code, stderr).to.equal(3);
      expect(stderr).to.contain('Check REDIS_URL').and.not.contain('another');
    }
  });

  it('is sound for duologue doctor with the password, and unreachable without it', async () => {
    const wrongAt = async (REDIS_URL: string) => {
      const { stdout } = await runToEnd(['cli.js', 'doctor', '--json'], {
        DATABASE_URL: cluster.databaseUrl,
        REDIS_URL,
        SESSION_SECRET,
      });
      const { findings } = JSON.parse(stdout);
      return findings.flatMap(({ name, level }: { name: string; level: string }) => (level === 'wrong' ? name : []));
    };
    expect(await wrongAt(url(password))).to.deep.equal([]);
    expect(await wrongAt(url('another'))).to.deep.equal(['redis.unreachable']);
  });

  it('stands beside nodes whose health check follows the node', () => {
    const [, text = '[]'] = /^HEALTHCHECK [\s\S]*?CMD (\[.*\])$/m.exec(readText('Dockerfile')) ?? [];
    const test = ['CMD', ...JSON.parse(text)];
    const [node] = cluster.nodes;
    expect(check(test, { PORT: `${node?.port}` })).to.equal(0);
    expect(check(test, { PORT: '1' })).to.equal(1);
  });
});
