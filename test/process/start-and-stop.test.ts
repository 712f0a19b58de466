/** Tests starting and stopping a node as an operator does. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { goodPassword, register, TestUser, uniqueName } from '../support/client.ts';
import { disconnected } from '../support/device.ts';
import { freePort } from '../support/free-port.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { startRedis } from '../support/redis-server.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { CommandRun } from './command-run.ts';

const cheap = { ARGON2_MEMORY_KIB: '1024', RATE_LIMITS: 'off' };

describe('a node that starts', () => {
  let dataDir: string;
  let run: CommandRun | undefined;
  beforeEach(() => {
    dataDir = makeFolder('start');
  });
  afterEach(async () => {
    run?.kill('SIGKILL');
    await run?.outcome();
    run = undefined;
    removeFolder(dataDir);
  });
  const start = (env: Record<string, string> = {}, args = ['main.js']) => {
    run = new CommandRun(args, { DATA_DIR: dataDir, PORT: '0', ...env });
    return run;
  };

  it('prints its address, its shape and how to change it on standard output', async () => {
    const port = await freePort();
    const node = start({ PORT: `${port}` });
    expect(await node.ready()).to.equal(`http://127.0.0.1:${port}`);
    const [line = '', ...more] = node.stdout.trim().split('\n');
    expect(JSON.parse(line)).to.include({ level: 30, msg: `Duologue is ready: http://127.0.0.1:${port}` });
    expect(more).to.deep.equal([]);
    expect(node.stdout).to.contain(`SQLite in ${dataDir}`).and.contain('DATABASE_URL').and.contain('REDIS_URL');
    expect(node.stdout).to.not.contain('RATE_LIMITS');
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).to.equal(200);
    node.kill('SIGTERM');
    expect((await node.outcome()).stderr).to.equal('');
  });

  it('prints the port that the system assigned, and warns when rates are not limited', async () => {
    const node = start({ RATE_LIMITS: 'off' });
    const url = await node.ready();
    expect(Number(new URL(url).port)).to.be.above(0);
    expect(node.stdout).to.contain('RATE_LIMITS=off');
    expect((await fetch(`${url}/healthz`)).status).to.equal(200);
  });

  it('creates files in its data folder that only their owner can read', async () => {
    const fresh = join(dataDir, 'made', 'by itself');
    const node = start({ DATA_DIR: fresh });
    await node.ready();
    const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(modeOf(fresh)).to.equal('700');
    expect(modeOf(join(fresh, 'session-secret'))).to.equal('600');
  });

  for (const damaged of ['', '\n', 'x'.repeat(31)]) {
    it(`refuses a session secret of ${damaged.trim().length} characters in its data folder`, async () => {
      const file = join(dataDir, 'session-secret');
      writeFileSync(file, damaged);
      const { code, stderr } = await start().outcome();
      expect(code).to.equal(1);
      expect(stderr)
        .to.contain(file)
        .and.contain('Restore')
        .and.match(/^[^\n]+\n$/);
      expect(readFileSync(file, 'utf8')).to.equal(damaged);
    });
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends with code 0 on ${signal}, closes its sockets, and prints nothing on standard error`, async () => {
      const node = start(cheap);
      const device = await (await register(await node.ready())).connect();
      const closed = disconnected(device);
      node.kill(signal);
      await closed;
      expect(await node.outcome()).to.include({ code: 0, signal: null, stderr: '' });
    });
  }

  it('keeps sessions over a restart', async () => {
    const first = start(cheap);
    const person = await register(await first.ready());
    first.kill('SIGTERM');
    await first.outcome();
    const second = start(cheap);
    const url = await second.ready();
    expect((await person.at(url).fetch('/api/me')).status).to.equal(200);
  });

  it('starts from the command line, too', async () => {
    const node = start({}, ['cli.js', 'serve']);
    const url = await node.ready();
    expect((await fetch(`${url}/healthz`)).status).to.equal(200);
    node.kill('SIGTERM');
    expect((await node.outcome()).code).to.equal(0);
  });

  it('prints that it is one of many when it has a database and a Redis', async () => {
    const redis = await startRedis();
    const databaseUrl = await (await sharedMariadb()).createDatabase();
    const secret = { SESSION_SECRET: 'x'.repeat(32) };
    const node = start({ ...secret, DATABASE_URL: databaseUrl, REDIS_URL: await redis.freshDatabase() });
    const url = await node.ready();
    expect(node.stdout)
      .to.match(/many nodes.*MySQL.*Redis/)
      .and.not.contain(new URL(databaseUrl).pathname);
    expect((await fetch(`${url}/readyz`)).status).to.equal(200);
    node.kill('SIGTERM');
    expect(await node.outcome()).to.include({ code: 0, stderr: '' });
    await redis.dispose();
  });

  it('logs no password, cookie or message text at any log level', async () => {
    const node = start({ ...cheap, LOG_LEVEL: 'trace' });
    const url = await node.ready();
    const [password, wrong, text] = ['planted password', 'planted wrong password', 'planted text of a message'];
    const anna = await register(url, { password });
    const bert = await register(url);
    const device = await anna.connect();
    const clientId = '00000000-0000-4000-8000-000000000000';
    await device.ask('chatMessage', { to: bert.username, clientId, body: text });
    await device.request('chatMessage', { to: bert.username, clientId, body: `${text} again` });
    await new TestUser(url, { username: anna.username, password: wrong }).logIn();
    const account = { username: uniqueName(), password: `${wrong}\ud800` };
    await anna.fetch('/api/register', { method: 'POST', body: account });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${url}/api/login`, { method: 'POST', headers, body: `{"password":"${password}` });
    node.kill('SIGTERM');
    const { stdout, stderr, code } = await node.outcome();
    const cookie = decodeURIComponent(anna.cookie.split('=')[1] ?? '');
    expect(stdout).to.contain('"event":"registration"').and.contain('"outcome":"invalid_credentials"');
    for (const planted of ['planted', goodPassword, cookie, cookie.split('.')[0] as string, 'argon2id']) {
      expect(`${stdout}${stderr}`, planted.slice(0, 9)).to.not.contain(planted);
    }
    expect(code).to.equal(0);
  });
});
