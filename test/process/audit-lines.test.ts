/** Tests the audit log of a node as an operator reads it: the lines of a user's security events, in order. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect } from 'chai';
import { connectionLimits } from '../../src/policy/connection-limits.ts';
import { goodPassword, TestUser, uniqueName } from '../support/client.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { CommandRun } from './command-run.ts';

interface Line {
  event: string;
  outcome: string;
  actor?: string;
  account?: string;
  session?: string;
  target?: string;
  address?: string;
  requestId?: string;
  msg: string;
}

describe('the audit log of a node', () => {
  const dataDir = makeFolder('audit');
  const user = new TestUser('', { username: uniqueName(), password: goodPassword });
  let lines: Line[];
  let output: string;
  after(() => removeFolder(dataDir));

  before(async () => {
    const env = {
      DATA_DIR: dataDir,
      PORT: '0',
      ARGON2_MEMORY_KIB: '1024',
      LOG_LEVEL: 'warn',
      TRUST_PROXY: '127.0.0.1',
    };
    const node = new CommandRun(['main.js'], env);
    const url = await node.ready();
    const here = new TestUser(url, user);
    const there = new TestUser(url, user);
    const call = (who: TestUser, method: string, path: string, body?: unknown) =>
      who.fetch(path, { method, ...(body === undefined ? {} : { body }), headers: { 'x-request-id': `${method}-1` } });
    const { username, password } = user;
    await call(here, 'POST', '/api/register', { username, password });
    await call(there, 'POST', '/api/login', { username, password: 'a planted password' });
    await call(there, 'POST', '/api/login', { username: 'planted-name', password });
    await call(there, 'POST', '/api/login', { username, password });
    const { body } = await here.fetch<{ sessions: { id: string; current: boolean }[] }>('/api/sessions');
    const other = body.sessions.find(({ current }) => !current)?.id;
    await call(here, 'DELETE', `/api/sessions/${other}`);
    await call(here, 'DELETE', '/api/sessions/planted-id');
    await call(here, 'POST', '/api/me/password', { current: password, next: 'another good password' });
    await call(here, 'DELETE', '/api/me', { password: 'another good password' });
    await call(here, 'POST', '/api/logout');
    node.kill('SIGTERM');
    output = (await node.outcome()).stdout;
    lines = output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === 'audit');
  });

  it('has one line for each event, at a log level that hides other information', () => {
    expect(lines.map(({ event, outcome }) => `${event} ${outcome}`)).to.deep.equal([
      'registration ok',
      'login invalid_credentials',
      'login invalid_credentials',
      'login ok',
      'session_end ok',
      'session_end not_found',
      'password_change ok',
      'account_deletion ok',
      'logout unauthorized',
    ]);
  });

  it('names the account of a wrong password, but no actor and no typed name', () => {
    const [registered, wrong, unknown] = lines as [Line, Line, Line];
    expect(registered.actor).to.be.a('string');
    expect(registered.account).to.equal(registered.actor);
    expect([wrong.actor, wrong.account]).to.deep.equal([undefined, registered.actor]);
    expect([unknown.actor, unknown.account]).to.deep.equal([undefined, undefined]);
  });

  it('names sessions by the ids of their rows, and the ended one as target', () => {
    const [registered, , , loggedIn, ended, missed] = lines as Line[];
    expect(loggedIn?.session).to.be.a('string').and.not.equal(registered?.session);
    expect([ended?.session, ended?.target]).to.deep.equal([registered?.session, loggedIn?.session]);
    expect(missed?.target, 'an id that the client made up').to.equal(undefined);
  });

  it('names the address and the request id of the proxy in every line', () => {
    for (const { address, requestId } of lines) {
      expect(address).to.equal('127.0.0.1');
      expect(requestId).to.match(/^(POST|DELETE)-1$/);
    }
  });

  it('holds nothing that a client typed', () => {
    for (const typed of ['planted', user.username, goodPassword, 'another good password']) {
      expect(output, typed).to.not.contain(typed);
    }
  });
});

describe('a connection that a limit closes', () => {
  const dataDir = makeFolder('audited-limits');
  after(() => removeFolder(dataDir));

  it('is in one audit line with its address, however many others follow', async () => {
    const node = new CommandRun(['main.js'], { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' });
    const { port } = new URL(await node.ready());
    const request = 'GET /api/me HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    for (let connection = 0; connection < 3; connection += 1) {
      const client = connect(Number(port), '127.0.0.1');
      client.on('error', () => {}).resume();
      client.write(request.repeat(connectionLimits.unansweredRequests.points * 4));
      await once(client, 'close');
    }
    node.kill('SIGTERM');
    const { stdout } = await node.outcome();
    const closed = stdout.split('\n').filter((line) => line.includes('connection_closed'));
    expect(closed).to.have.length(1);
    const { time: _, ...line } = JSON.parse(closed[0] ?? '{}');
    const fields = { event: 'connection_closed', outcome: 'unansweredRequests', address: '127.0.0.1', count: 1 };
    expect(line).to.deep.equal({ level: 30, ...fields, msg: 'audit' });
  });
});
