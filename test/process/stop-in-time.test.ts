/** Tests that SIGTERM ends a node with code 0 and in time, whatever its connections, its database and Redis do. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect } from 'chai';
import { register } from '../support/client.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { CommandRun } from './command-run.ts';

/** A node ends within five seconds. The rest allows for a busy machine. */
const stopMs = 9_000;
const cheap = { ARGON2_MEMORY_KIB: '1024', RATE_LIMITS: 'off', SESSION_SECRET: 'x'.repeat(32) };

const requestHead = 'POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
const upgradeHead = 'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n';
const pollingHead = 'GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n';

const unfinished: [title: string, text: string][] = [
  ['says nothing', ''],
  ['has sent half a request line', 'GET /api/'],
  ['has sent half a header', requestHead],
  ['has sent half a body', `${requestHead}Content-Length: 100\r\n\r\n{"username":`],
  ['has sent half a chunked body', `${requestHead}Transfer-Encoding: chunked\r\n\r\n40\r\n{"user`],
  ['has sent half a WebSocket upgrade', `${upgradeHead}Upgrade: websocket\r\n`],
  ['has opened a polling connection and never comes back', pollingHead],
  ['has sent a request and keeps the connection open', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'],
];

describe('a node that stops', () => {
  let dataDir: string;
  let node: CommandRun;
  const sockets: Socket[] = [];
  beforeEach(() => {
    dataDir = makeFolder('stop');
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    node?.kill('SIGKILL');
    await node?.outcome();
    removeFolder(dataDir);
  });

  function start(env: Record<string, string> = {}): CommandRun {
    node = new CommandRun(['main.js'], { DATA_DIR: dataDir, PORT: '0', ...cheap, ...env });
    return node;
  }

  /** Opens a connection that sends this text and nothing more. */
  async function openConnection(url: string, text: string): Promise<void> {
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
    sockets.push(socket.on('error', () => {}));
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    if (text !== '') await new Promise<unknown>((resolve) => socket.write(text, resolve));
  }

  async function expectGoodEnd(): Promise<void> {
    node.kill('SIGTERM');
    const { code, signal, stderr } = await node.outcome(stopMs);
    expect({ code, signal, stderr }).to.deep.equal({ code: 0, signal: null, stderr: '' });
  }

  for (const [title, text] of unfinished) {
    it(`ends with code 0 while a client ${title}`, async () => {
      const url = await start().ready();
      await openConnection(url, text);
      expect((await fetch(`${url}/healthz`)).status).to.equal(200);
      await expectGoodEnd();
    });
  }

  it('ends with code 0 after repeated signals', async () => {
    const url = await start().ready();
    await openConnection(url, requestHead);
    node.kill('SIGTERM');
    node.kill('SIGINT');
    await expectGoodEnd();
  });

  describe('in a cluster', () => {
    let mariadb: Mariadb;
    let redis: Redis;
    let env: Record<string, string>;
    before(async () => {
      mariadb = await startMariadb();
      redis = await startRedis();
      env = { DATABASE_URL: await mariadb.createDatabase(), REDIS_URL: redis.url() };
    });
    after(async () => {
      await mariadb?.dispose();
      await redis?.dispose();
    });

    it('ends with code 0 while its database is frozen and requests wait for it', async () => {
      const url = await start(env).ready();
      const user = await register(url);
      const device = await user.connect();
      await mariadb.freeze();
      const waiting = [user.fetch('/api/conversations'), device.request('conversations', {})];
      await expectGoodEnd().finally(() => mariadb.thaw());
      await Promise.allSettled(waiting);
    });

    it('ends with code 0 while Redis is frozen', async () => {
      const device = await (await register(await start(env).ready())).connect();
      await redis.freeze();
      await expectGoodEnd().finally(() => redis.thaw());
      device.close();
    });

    it('ends with code 0 when the signal comes while it waits for its database to start', async () => {
      const silent = createServer((socket) => sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const { port } = silent.address() as AddressInfo;
      start({ ...env, DATABASE_URL: `mysql://user:password@127.0.0.1:${port}/duologue` });
      await once(silent, 'connection');
      await expectGoodEnd();
      silent.close();
    });
  });
});
