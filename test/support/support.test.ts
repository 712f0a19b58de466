/** Tests the test support: every program starts, works and leaves nothing behind. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import { launchBrowser } from './browser.ts';
import { Program } from './child-process.ts';
import { runStatement } from './database-server.ts';
import { freePort } from './free-port.ts';
import { startHaproxy } from './haproxy.ts';
import { startMariadb } from './mariadb.ts';
import { startRedis } from './redis-server.ts';
import { isListening, within } from './waiting.ts';

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

describe('test support', () => {
  it('runs a MariaDB that keeps its rows over a kill and grants the application no rights on the server', async () => {
    const server = await startMariadb();
    const url = new URL(await server.createDatabase('duologue_support'));
    await runStatement(url, 'CREATE TABLE duologue_support.note (word VARCHAR(9)) ENGINE=InnoDB');
    await runStatement(url, "INSERT INTO duologue_support.note VALUES ('kept 🙂')");
    const { pid, folder } = server;
    await server.kill();
    expect(isAlive(pid)).to.equal(false);
    await server.start();
    expect(await runStatement(url, 'SELECT word FROM duologue_support.note')).to.deep.equal([{ word: 'kept 🙂' }]);
    await server.query('SET GLOBAL read_only = 1');
    const write = runStatement(url, "INSERT INTO duologue_support.note VALUES ('refused')").catch(
      (error) => error.errno,
    );
    expect(await write).to.equal(1290);
    await server.dispose();
    expect(existsSync(folder)).to.equal(false);
  });

  it('runs a Redis that can be frozen, thawed and started again', async () => {
    const server = await startRedis();
    const client = new RedisClient(await server.freshDatabase());
    client.on('error', () => {});
    await client.set('key', 'value');
    await server.freeze();
    const answer = client.get('key');
    const late = await within(200, 'a frozen Redis answers', answer).catch((error: Error) => error.message);
    expect(late).to.contain('Timed out');
    server.thaw();
    expect(await answer).to.equal('value');
    client.disconnect();
    await server.kill();
    expect(await isListening(server.port)).to.equal(false);
    await server.start();
    expect(await isListening(server.port)).to.equal(true);
    await server.dispose();
    expect(existsSync(server.folder)).to.equal(false);
  });

  it('runs a HAProxy that overwrites the address a client claims to have', async () => {
    const node = createServer((request, reply) => reply.end(`${request.headers['x-forwarded-for']}`));
    await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve));
    const haproxy = await startHaproxy({ nodes: [{ port: (node.address() as AddressInfo).port }] });
    const answer = await fetch(haproxy.url, { headers: { 'x-forwarded-for': '6.6.6.6' } });
    expect(await answer.text()).to.equal('127.0.0.1');
    await haproxy.dispose();
    node.closeAllConnections();
    node.close();
  });

  it('launches a browser', async () => {
    const browser = await launchBrowser();
    const page = await browser.newPage();
    await page.setContent('<button>Send</button>');
    expect(await page.getByRole('button', { name: 'Send' }).count()).to.equal(1);
    await browser.close();
  });

  it('kills a program that ignores SIGTERM and reports the output of one that ends while starting', async () => {
    const stubborn = new Program({
      name: 'stubborn',
      command: process.execPath,
      args: ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('on')"],
      isReady: (program) => program.output().includes('on'),
    });
    await stubborn.start();
    expect(await stubborn.stop(100)).to.deep.equal({ code: null, signal: 'SIGKILL' });

    const failing = new Program({
      name: 'failing',
      command: process.execPath,
      args: ['-e', "console.error('no such luck'); process.exit(3)"],
      isReady: () => false,
    });
    const message = await failing.start().catch((error: Error) => error.message);
    expect(message).to.match(/failing ended while starting: .*3.*\n.*no such luck/);
  });

  it('gives out each port once', async () => {
    const ports = await Promise.all(Array.from({ length: 120 }, freePort));
    expect(new Set(ports).size).to.equal(120);
  });

  it('gives parallel processes different ports and Redis servers, and frees the claims of a killed process', async () => {
    const redis = await startRedis();
    const [first, second] = await Promise.all([startClaimant(redis.url()), startClaimant(redis.url())]);
    const ports = [first, second].flatMap((claimant) => claimsOf(claimant).ports);
    expect(new Set(ports).size).to.equal(20);
    const ownsGivenRedis = (claimant: Program) => claimsOf(claimant).redisUrl === redis.url();
    const owners = [first, second].filter(ownsGivenRedis);
    expect(owners).to.have.length(1);
    await owners[0]?.kill();
    const third = await startClaimant(redis.url());
    expect(ownsGivenRedis(third)).to.equal(true);
    await Promise.all([first.stop(), second.stop(), third.stop()]);
    await redis.dispose();
  });
});

/** Starts another test process that claims 10 ports and asks for the shared Redis. */
async function startClaimant(redisUrl: string): Promise<Program> {
  const claimant = new Program({
    name: 'another test process',
    command: process.execPath,
    args: ['--import', 'tsx', fileURLToPath(new URL('claimant.ts', import.meta.url))],
    env: { ...(process.env as Record<string, string>), TEST_REDIS_URL: redisUrl },
    isReady: (program) => program.output().includes('\n'),
  });
  await claimant.start();
  return claimant;
}

function claimsOf(claimant: Program): { ports: number[]; redisUrl: string } {
  return JSON.parse(claimant.output());
}
