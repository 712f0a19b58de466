/** The test support itself: every program starts, does its work, and leaves nothing behind. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Redis as RedisClient } from 'ioredis';
import { launchBrowser } from './browser.ts';
import { Program } from './child-process.ts';
import { runStatement } from './database-server.ts';
import { freePort } from './free-port.ts';
import { startHaproxy } from './haproxy.ts';
import { startMariadb } from './mariadb.ts';
import { startRedis } from './redis-server.ts';
import { answersOn, within } from './waiting.ts';

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

describe('test support', () => {
  it('runs a MariaDB that keeps its rows over a kill, and gives the application no rights over the server', async () => {
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
    expect(late).to.contain('in vain');
    server.thaw();
    expect(await answer).to.equal('value');
    client.disconnect();
    await server.kill();
    expect(await answersOn(server.port)).to.equal(false);
    await server.start();
    expect(await answersOn(server.port)).to.equal(true);
    await server.dispose();
    expect(existsSync(server.folder)).to.equal(false);
  });

  it('runs a HAProxy that overwrites what a client claims of its address', async () => {
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

  it('ends by force what does not end when asked, and tells of what ends while starting', async () => {
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
    const ports = await Promise.all(Array.from({ length: 20 }, freePort));
    expect(new Set(ports).size).to.equal(20);
  });
});
