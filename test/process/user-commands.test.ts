/** Tests `duologue user` beside a running node: it reveals no secrets and ends sessions. */
import { expect } from 'chai';
import { Secret, TOTP } from 'otpauth';
import type { TotpSetup } from '../../src/protocol/factor-shapes.ts';
import { startNode } from '../http/in-process-node.ts';
import { expectStatus, goodPassword, logIn, register, TestUser } from '../support/client.ts';
import { disconnected } from '../support/device.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { runToEnd } from './command-run.ts';

describe('the command duologue user', () => {
  const dataDir = makeFolder('user-commands');
  let running: Awaited<ReturnType<typeof startNode>>;
  before(async () => {
    running = await startNode({ dataDir });
  });
  after(async () => {
    await running.node.close();
    removeFolder(dataDir);
  });
  const user = (...args: string[]) => runToEnd(['cli.js', 'user', ...args], { DATA_DIR: dataDir });
  const isIn = async (person: TestUser) => (await person.fetch('/api/me')).status === 200;

  it('shows an account without its secrets', async () => {
    const person = await register(running.url, { displayName: 'Anna K' });
    await logIn(running.url, person);
    const { code, stdout, stderr } = await user('show', person.username.toUpperCase());
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.match(
      new RegExp(
        `^Database: SQLite file .*\\n${person.username} \\(Anna K\\): not seen yet, 2 live sessions\\.\nSecond factors: none\\.\n$`,
      ),
    );
  });

  it('ends all sessions of one account, and the node closes their sockets', async () => {
    const [person, other] = [await register(running.url), await register(running.url)];
    const device = await person.connect();
    const closed = disconnected(device);
    const { code, stdout } = await user('end-sessions', person.username, '--json');
    expect([code, JSON.parse(stdout).endedSessions]).to.deep.equal([0, 1]);
    await closed;
    expect([await isIn(person), await isIn(other)]).to.deep.equal([false, true]);
  });

  it('resets a password to a random one, with which its owner sets another', async () => {
    const person = await register(running.url);
    const { stdout } = await user('reset-password', person.username);
    const password = stdout.trimEnd().split('\n').at(-1) ?? '';
    expect(password).to.match(/^[\w-]{20}$/);
    expect(await isIn(person)).to.equal(false);
    const attempt = (word: string) => new TestUser(running.url, { ...person, password: word }).logIn();
    expectStatus(await attempt(goodPassword), 401);
    const owner = await logIn(running.url, { username: person.username, password });
    const next = 'a horse of another colour';
    expectStatus(await owner.fetch('/api/me/password', { method: 'POST', body: { current: password, next } }), 204);
    expectStatus(await attempt(next), 200);
    expectStatus(await attempt(password), 401);
  });

  it('removes the second factors of a lost phone, and the password alone logs in again', async () => {
    const person = await register(running.url);
    const body = { password: goodPassword };
    const { secret } = expectStatus(await person.fetch<TotpSetup>('/api/me/totp', { method: 'POST', body }), 200);
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    expectStatus(await person.fetch('/api/me/totp', { method: 'PUT', body: { code } }), 200);
    expectStatus(await new TestUser(running.url, person).logIn(), 401);
    const had = 'authenticator app, 10 recovery codes';
    expect((await user('show', person.username)).stdout).to.contain(`\nSecond factors: ${had}.\n`);
    const { stdout } = await user('remove-factors', person.username);
    expect(stdout).to.contain(`\nRemoved: ${had}. Ended 1 session. The password alone now logs in.\n`);
    expect(await isIn(person)).to.equal(false);
    const owner = await logIn(running.url, person);
    expect((await owner.fetch('/api/me/factors')).body).to.deep.equal({ totp: false, passkeys: [], recoveryCodes: 0 });
  });

  it('disables an account: its sockets close, a right password is told so, a wrong one is not; enabling undoes it', async () => {
    const person = await register(running.url);
    const closed = disconnected(await person.connect());
    expect(await user('disable', person.username)).to.include({ code: 0, stderr: '' });
    await closed;
    expect(await isIn(person)).to.equal(false);
    const attempt = (password: string) => new TestUser(running.url, { ...person, password }).logIn();
    expectStatus(await attempt(goodPassword), 403);
    expectStatus(await attempt('another horse altogether'), 401);
    const { stdout } = await user('list', '--disabled', '--json');
    expect(JSON.parse(stdout).users.map(({ username }: { username: string }) => username)).to.deep.equal([
      person.username,
    ]);
    expect(JSON.parse((await user('enable', person.username, '--json')).stdout).wasDisabled).to.equal(true);
    expectStatus(await attempt(goodPassword), 200);
  });

  it('creates an account with a temporary password, shows it by its id, and deletes it', async () => {
    const { code, stdout } = await user('create', 'Made.By.Hand', '--display-name', 'Hand Made', '--json');
    expect(code).to.equal(0);
    const { user: made, temporaryPassword: password } = JSON.parse(stdout);
    expect(made).to.include({ username: 'made.by.hand', displayName: 'Hand Made' });
    await logIn(running.url, { username: made.username, password });
    expect((await user('show', made.id)).stdout).to.contain('made.by.hand (Hand Made)');
    expect((await user('create', 'made.by.hand')).code).to.equal(1);
    expect((await user('delete', made.id)).code).to.equal(0);
    expectStatus(await new TestUser(running.url, { username: made.username, password }).logIn(), 401);
    expect((await user('show', made.id)).code).to.equal(1);
  });

  it('names an unknown username, and ends with code 1', async () => {
    for (const action of ['show', 'disable', 'delete', 'reset-password', 'remove-factors', 'end-sessions']) {
      const { code, stdout, stderr } = await user(action, 'nobody-of-that-name');
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.contain('nobody-of-that-name');
    }
  });
});
