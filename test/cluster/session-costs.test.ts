/** The cost of a session in the cluster shape: SQL statements, as MariaDB logs them, and commands, as Redis sees them. */
import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { Signer } from '@fastify/cookie';
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import { unlimited } from '../../src/cluster/rate-limiter.ts';
import { connectRedis, type RedisConnections } from '../../src/cluster/redis.ts';
import { createSessionCache } from '../../src/cluster/session-cache.ts';
import type { Node } from '../../src/compose.ts';
import { createSessions } from '../../src/engine/identity/sessions.ts';
import { createSessionLookup } from '../../src/http/session-lookup.ts';
import { createPluginStore } from '../../src/http/session-plugin-store.ts';
import { createHandshake } from '../../src/realtime/handshake.ts';
import type { ClientSocket } from '../../src/realtime/socket-server.ts';
import { openStores, type Stores } from '../../src/storage/stores.ts';
import { makeUser } from '../contracts/fixtures.ts';
import { createRecordingFanout } from '../engine/recording-fanout.ts';
import { startNode } from '../http/in-process-node.ts';
import { register } from '../support/client.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { until } from '../support/waiting.ts';

const secrets = ['x'.repeat(32)];

describe('the cost of a session', () => {
  let mariadb: Mariadb;
  let server: Redis;
  let observer: RedisClient;
  let databaseUrl: string;
  /** The commands that read sessions. */
  const reads: string[][] = [];

  before(async () => {
    [mariadb, server] = await Promise.all([startMariadb(), startRedis()]);
    databaseUrl = await mariadb.createDatabase();
    await mariadb.query("SET GLOBAL log_output = 'TABLE'");
    observer = new RedisClient(server.url());
    const monitor = await observer.monitor();
    monitor.on('monitor', (_time, command: string[]) => {
      if (command[0]?.toLowerCase() === 'mget' && command[1]?.startsWith('duologue:session:')) reads.push(command);
    });
    observer.once('close', () => monitor.disconnect());
  });
  after(async () => {
    observer?.disconnect();
    await Promise.all([mariadb?.dispose(), server?.dispose()]);
  });

  /** The statements during the work, without those of the periodic polls. */
  async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    await mariadb.query('TRUNCATE mysql.general_log');
    await mariadb.query('SET GLOBAL general_log = 1');
    await work();
    await mariadb.query('SET GLOBAL general_log = 0');
    const sql = "SELECT argument FROM mysql.general_log WHERE command_type IN ('Query', 'Execute')";
    const rows = (await mariadb.query(sql)) as unknown as { argument: string | Buffer }[];
    const isPeriodic =
      /general_log|UNION ALL SELECT|blockChangedAt|hidesChangedAt|`unindexed` = 1|ORDER BY `Channel`.`id` ASC|SearchProgress|^(SET|BEGIN|COMMIT)/;
    return rows.map(({ argument }) => argument.toString()).filter((statement) => !isPeriodic.test(statement));
  }

  it('is one round trip to Redis for a request, and no SQL', async () => {
    const shape = { databaseUrl, redisUrl: server.url(), sessionSecrets: secrets };
    const { node, url }: { node: Node; url: string } = await startNode(shape);
    try {
      const user = await register(url);
      // Refused after the session was found, so that the route itself queries nothing.
      const ask = async () => expect((await user.fetch('/api/conversations?limit=x')).status).to.equal(400);
      await ask();
      reads.length = 0;
      const statements = await statementsOf(async () => {
        for (let count = 0; count < 50; count += 1) await ask();
      });
      expect(statements).to.deep.equal([]);
      await until('the monitor has seen them', () => reads.length >= 50);
      expect(reads).to.have.length(50);
    } finally {
      await node.close();
    }
  });

  it('is a handful of round trips for a thousand handshakes, and no SQL', async () => {
    const stores = await openStores({ databaseUrl, dataDir: '' });
    const redis = await connectRedis(server.url(), () => {});
    try {
      const { handshake, cookies, poll } = await openDoor(stores, redis);
      reads.length = 0;
      let admitted = 0;
      const statements = await statementsOf(async () => {
        // As the node's job does every second.
        await poll();
        const work = [];
        // A turn of the event loop accepts one connection.
        for (const cookie of cookies) {
          work.push(handshake(newSocket(cookie), (error) => (admitted += error ? 0 : 1)));
          await setImmediate();
        }
        await Promise.all(work);
      });
      expect(admitted).to.equal(1_000);
      expect(statements).to.deep.equal([]);
      const asked = () => reads.reduce((sum, [, ...keys]) => sum + keys.length, 0);
      await until('the monitor has seen them', () => asked() >= 1_000);
      expect(reads.length).to.be.at.most(12);
    } finally {
      redis.close();
      await stores.close();
    }
  });

  /** A thousand cached sessions, and the handshake of a node. */
  async function openDoor(stores: Stores, redis: RedisConnections) {
    const sessions = createSessions(
      stores.sessions,
      createRecordingFanout(),
      createSessionCache(redis.commands, secrets),
    );
    await sessions.poll();
    const user = await makeUser(stores);
    const signer = new Signer(secrets);
    const minted = Array.from({ length: 1_000 }, () => randomBytes(24).toString('base64url'));
    for (let start = 0; start < minted.length; start += 50) {
      const some = minted.slice(start, start + 50);
      const client = { ip: '127.0.0.1', userAgent: 'mocha' };
      await Promise.all(some.map((secret) => sessions.open(secret, { user, credentialVersion: 0 }, client)));
      // A login is written to Redis only while the node knows the database's time.
      await sessions.poll();
    }
    const cookies = minted.map((secret) => `sessionId=${encodeURIComponent(signer.sign(secret))}`);
    const { findSession } = createSessionLookup({ store: createPluginStore(sessions), secrets, isHttps: () => false });
    const handshake = createHandshake({
      engine: {} as never,
      userConnections: { add: () => true },
      limiter: unlimited,
      allowedOrigins: [],
      findSession,
      addressOf: () => '127.0.0.1',
      limited: false,
      requestIdOf: () => 'request',
      audit: () => {},
      onLimit: () => {},
      onDefect: (error) => {
        throw error;
      },
    });
    return { handshake, cookies, poll: sessions.poll };
  }

  const newSocket = (cookie: string) =>
    ({
      id: 'socket',
      request: { headers: { cookie } },
      nsp: { adapter: { rooms: new Map() } },
      join: () => {},
    }) as unknown as ClientSocket;
});
