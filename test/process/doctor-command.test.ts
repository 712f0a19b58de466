/** Tests `duologue doctor`: planted mistakes are found by name, a sound installation has none, and nothing is changed. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import { Secret, TOTP } from 'otpauth';
import type { TotpSetup } from '../../src/protocol/factor-shapes.ts';
import { startNode } from '../http/in-process-node.ts';
import { expectStatus, goodPassword, register } from '../support/client.ts';
import { freePort } from '../support/free-port.ts';
import { type Mariadb, startMariadb } from '../support/mariadb.ts';
import { requireProgram } from '../support/programs.ts';
import { type Redis, startRedis } from '../support/redis-server.ts';
import { s3Env, sharedS3Server } from '../support/s3-server.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { runToEnd } from './command-run.ts';

const strong = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

interface Report {
  code: number | null;
  text: string;
  /** The names of what is wrong. */
  wrong: string[];
}

async function examine(env: Record<string, string>): Promise<Report> {
  const { code, stdout, stderr } = await runToEnd(['cli.js', 'doctor', '--json'], env);
  const { findings, wrong } = JSON.parse(stdout);
  for (const { what, why, remedy } of findings) {
    for (const sentence of [what, why, remedy]) expect(sentence).to.match(/^\S.*\S$/);
  }
  const names = findings
    .filter(({ level }: { level: string }) => level === 'wrong')
    .map(({ name }: { name: string }) => name);
  expect([names.length, code]).to.deep.equal([wrong, wrong > 0 ? 1 : 0]);
  expect(stdout + stderr).to.not.contain('planted');
  return { code, text: stdout, wrong: names };
}

describe('the command duologue doctor', () => {
  const folder = makeFolder('doctor');
  const dataDir = join(folder, 'data');
  const servers: Server[] = [];
  let mariadb: Mariadb;
  let redis: Redis;
  let cluster: Record<string, string>;
  before(async () => {
    [mariadb, redis] = await Promise.all([startMariadb(), startRedis()]);
    cluster = { DATABASE_URL: await mariadb.createDatabase(), REDIS_URL: redis.url(), SESSION_SECRET: strong };
    for (const env of [cluster, { DATA_DIR: dataDir }]) await runToEnd(['cli.js', 'migrate', '--create'], env);
  });
  after(async () => {
    for (const server of servers) server.close();
    await mariadb.dispose();
    await redis.dispose();
    removeFolder(folder);
  });

  async function serve(server: Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  it('finds nothing wrong with a sound installation of either shape', async () => {
    const running = await startNode({ dataDir });
    for (const env of [cluster, { DATA_DIR: dataDir, PUBLIC_ORIGIN: running.url, METRICS_TOKEN: strong }]) {
      // The node of the test has no token, and this machine may read its metrics.
      const { wrong, text } = await examine(env);
      expect(
        wrong.filter((name) => name !== 'metrics.exposed'),
        text,
      ).to.deep.equal([]);
    }
    await running.node.close();
  });

  it('finds unsafe and misspelt settings', async () => {
    const { wrong } = await examine({
      ...cluster,
      SESSION_SECRET: 'planted-planted-planted-planted-',
      SESION_SECRET: 'planted',
      RATE_LIMITS: 'off',
      TRUST_PROXY: '0.0.0.0/0',
      PUBLIC_ORIGIN: `http://chat.invalid:${await freePort()}`,
      ARGON2_MEMORY_KIB: '1024',
      METRICS_TOKEN: 'planted',
    });
    expect(wrong).to.have.members([
      'secret.weak',
      'settings.name',
      'limits.off',
      'proxy.everybody',
      'tls.none',
      'origin.unreachable',
      'hashes.cheap',
      'metrics.token',
    ]);
  });

  it('lists wrong values, and examines the database all the same', async () => {
    const { wrong } = await examine({ DATABASE_URL: cluster.DATABASE_URL ?? '', PORT: 'x' });
    expect(wrong).to.deep.equal(['settings.value', 'settings.value', 'settings.value']);
    const away = `mysql://user:planted@127.0.0.1:${await freePort()}/x`;
    expect((await examine({ ...cluster, DATABASE_URL: away })).wrong).to.deep.equal(['database.unreachable']);
    expect((await examine({ ...cluster, DATABASE_URL: `${away}?sslmode=on` })).wrong).to.deep.equal(['settings.value']);
  });

  it('finds settings of the database server that lose messages or refuse them', async () => {
    const settings = { read_only: 'ON', innodb_flush_log_at_trx_commit: '2', max_connections: '20' };
    const set = (values: Record<string, string>) =>
      Promise.all(Object.entries(values).map(([name, value]) => mariadb.query(`SET GLOBAL ${name} = ${value}`)));
    await set(settings);
    const { wrong } = await examine(cluster);
    await set({ read_only: 'OFF', innodb_flush_log_at_trx_commit: '1', max_connections: '200' });
    expect(wrong).to.have.members(['database.read-only', 'database.flush', 'database.connections']);
  });

  it('finds missing rights, tables of another kind, and migrations of a newer version', async () => {
    const url = new URL(await mariadb.createDatabase());
    const name = url.pathname.slice(1);
    await runToEnd(['cli.js', 'migrate'], { DATABASE_URL: url.href });
    const change = (sql: string) => mariadb.query(sql.replaceAll('DB', name));
    await change("CREATE USER 'reader'@'127.0.0.1' IDENTIFIED BY 'planted'");
    await change("GRANT SELECT, INSERT ON DB.* TO 'reader'@'127.0.0.1'");
    await change('ALTER TABLE DB.Challenge ENGINE = MyISAM');
    await change(
      'ALTER TABLE DB.User MODIFY displayName VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL',
    );
    await change(
      "UPDATE DB._prisma_migrations SET migration_name = '29990101000000_later' ORDER BY migration_name DESC LIMIT 1",
    );
    Object.assign(url, { username: 'reader', password: 'planted' });
    const { wrong } = await examine({ ...cluster, DATABASE_URL: url.href });
    expect(wrong).to.have.members(['database.rights', 'database.engine', 'database.collation', 'migrations.newer']);
  });

  it('finds a Redis that evicts, and one that asks for a password', async () => {
    const client = new RedisClient(redis.url());
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    expect((await examine(cluster)).wrong).to.deep.equal(['redis.eviction']);
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    await client.config('SET', 'requirepass', 'planted');
    const { wrong, text } = await examine(cluster);
    await client.config('SET', 'requirepass', '');
    client.disconnect();
    expect(wrong).to.deep.equal(['redis.unreachable']);
    expect(text).to.contain('password');
  });

  it('finds files that other users may read, and leaves them as they are', async () => {
    const file = join(dataDir, 'duologue.sqlite');
    const secret = join(dataDir, 'session-secret');
    const { node } = await startNode({ dataDir });
    await node.close();
    for (const path of [file, secret]) chmodSync(path, 0o644);
    expect((await examine({ DATA_DIR: dataDir })).wrong).to.have.members(['files.mode', 'files.secret-mode']);
    for (const path of [file, secret]) {
      expect(statSync(path).mode & 0o777).to.equal(0o644);
      chmodSync(path, 0o600);
    }
  });

  it('finds a folder of files that is not there, is no folder, or has no room', async () => {
    const there = makeFolder('doctor-files');
    for (const place of [join(there, 'unmounted'), '/dev/null', '/proc']) {
      const expected = place === '/proc' ? 'files-folder.room' : 'files-folder.access';
      expect((await examine({ ...cluster, FILES_DIR: place })).wrong, place).to.deep.equal([expected]);
    }
    expect((await examine({ ...cluster, FILES_DIR: there })).wrong).to.deep.equal([]);
    removeFolder(there);
  });

  it('finds a store of files that is away, that refuses the keys, or that lacks the bucket', async () => {
    const good = s3Env(await (await sharedS3Server()).freshPlace());
    const away = good.FILES_S3_URL.replace(/:\d+\//, `:${await freePort()}/`);
    const noBucket = good.FILES_S3_URL.replace(/bucket-\d+/, 'no-such-bucket');
    for (const [bad, reason] of [
      [{ FILES_S3_URL: away }, 'ECONNREFUSED'],
      [{ FILES_S3_URL: noBucket }, 'NoSuchBucket'],
      [{ FILES_S3_SECRET_ACCESS_KEY: 'planted' }, 'SignatureDoesNotMatch'],
    ] as const) {
      const { wrong, text } = await examine({ ...cluster, ...good, ...bad });
      expect(wrong, reason).to.deep.equal(['files-store.unusable']);
      expect(text).to.contain(reason);
    }
    expect((await examine({ ...cluster, ...good })).wrong).to.deep.equal([]);
  });

  it('finds a secret that is not the one of the other nodes', async () => {
    const { url, node } = await startNode({ dataDir, sessionSecrets: [strong] });
    const person = await register(url);
    const body = { password: goodPassword };
    const { secret } = expectStatus(await person.fetch<TotpSetup>('/api/me/totp', { method: 'POST', body }), 200);
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    expectStatus(await person.fetch('/api/me/totp', { method: 'PUT', body: { code } }), 200);
    await node.close();
    const other = strong.replaceAll('0', '7');
    expect((await examine({ DATA_DIR: dataDir, SESSION_SECRET: other })).wrong).to.deep.equal(['secret.differs']);
    expect((await examine({ DATA_DIR: dataDir, SESSION_SECRET: `${other},${strong}` })).wrong).to.deep.equal([]);
  });

  it('finds an untrusted certificate, a lost protocol and exposed metrics behind the public address', async () => {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '60'];
    const files = ['-keyout', key, '-out', certificate];
    execFileSync(requireProgram('openssl'), ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject], {
      stdio: 'pipe',
    });
    // A load balancer that tells the node nothing of HTTPS, and passes every path.
    const answer: RequestListener = (_, reply) =>
      reply.setHeader('content-type', 'application/json').end('{"status":"ready"}');
    const port = await serve(createHttpsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, answer));
    const env = { ...cluster, PUBLIC_ORIGIN: `https://localhost:${port}`, TRUST_PROXY: '127.0.0.1' };
    expect((await examine(env)).wrong).to.deep.equal(['tls.untrusted']);
    const trusted = await examine({ ...env, NODE_EXTRA_CA_CERTS: certificate });
    expect(trusted.wrong).to.have.members(['proxy.protocol', 'metrics.exposed']);
    const { TRUST_PROXY: _, ...without } = env;
    const refused = await examine(without);
    expect(refused.wrong).to.deep.equal(['settings.value']);
    expect(refused.text).to.contain('TRUST_PROXY');
    const strange = await serve(createHttpServer((_request, reply) => reply.writeHead(502).end()));
    const elsewhere = { ...cluster, PUBLIC_ORIGIN: `http://127.0.0.1:${strange}` };
    expect((await examine(elsewhere)).wrong).to.deep.equal(['origin.no-node']);
  });
});
