/** Tests `duologue invite` beside a running node: the link registers people, and no log holds its code. */
import { expect } from 'chai';
import { startNode } from '../http/in-process-node.ts';
import { goodPassword, TestUser, uniqueName } from '../support/client.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { runToEnd } from './command-run.ts';

describe('the command duologue invite', () => {
  const dataDir = makeFolder('invite-commands');
  const origin = 'https://chat.example.org';
  let running: Awaited<ReturnType<typeof startNode>>;
  before(async () => {
    running = await startNode({ dataDir, registration: 'invite' });
  });
  after(async () => {
    await running.node.close();
    removeFolder(dataDir);
  });
  const env = { DATA_DIR: dataDir, REGISTRATION: 'invite', PUBLIC_ORIGIN: `${origin},https://other.example.org` };
  const invite = (args: string[], more: Record<string, string> = {}) =>
    runToEnd(['cli.js', 'invite', ...args], { ...env, ...more });
  const register = async (code: string) => {
    const user = new TestUser(running.url, { username: uniqueName(), password: goodPassword });
    const { username, password } = user;
    return (await user.fetch('/api/register', { method: 'POST', body: { username, password, invite: code } })).status;
  };

  it('prints a link as its last line, whose code registers as many people as it says', async () => {
    const { code, stdout, stderr } = await invite(['create', '--uses', '2', '--expires', '90m', '--note', 'for Zoë']);
    expect([code, stderr]).to.deep.equal([0, '']);
    const link = stdout.trimEnd().split('\n').at(-1) ?? '';
    expect(link).to.match(new RegExp(`^${origin}/register#invite=[0-9a-z]{28}$`));
    const secret = link.split('=')[1] ?? '';
    expect([await register(secret), await register(secret), await register(secret)]).to.deep.equal([201, 201, 403]);
    const list = await invite(['list']);
    expect(list.stdout)
      .to.match(/used up, used 2 of 2, until .*: for Zoë\n/)
      .and.not.contain(secret);
  });

  it('prints JSON, and revokes by id', async () => {
    const created = JSON.parse((await invite(['create', '--json'])).stdout);
    expect(created).to.include({ link: `${origin}/register#invite=${created.code}`, registration: 'invite' });
    expect(created.invite).to.include({ uses: 1, used: 0, state: 'valid', note: '' });
    const lifeMs = Date.parse(created.invite.expiresAt) - Date.parse(created.invite.createdAt);
    expect(lifeMs).to.be.closeTo(7 * 86_400_000, 1_000);
    const listed = JSON.parse((await invite(['list', '--json'])).stdout);
    expect(listed.invites.map(({ id }: { id: string }) => id)).to.include(created.invite.id);
    expect((await invite(['revoke', created.invite.id])).code).to.equal(0);
    expect(await register(created.code)).to.equal(403);
    const again = await invite(['revoke', created.invite.id]);
    expect([again.code, again.stderr]).to.deep.equal([1, `There is no invitation "${created.invite.id}".\n`]);
  });

  it('says when no invitation is asked for, and when the address of the server is not known', async () => {
    const { stdout } = await invite(['create'], { REGISTRATION: '', PUBLIC_ORIGIN: '' });
    expect(stdout).to.contain('REGISTRATION is "open"').and.to.contain('PUBLIC_ORIGIN is not set');
    expect(stdout).to.match(/\n\/register#invite=[0-9a-z]{28}\n$/);
  });

  it('refuses values out of range with code 2, and creates nothing', async () => {
    const before = (await invite(['list'])).stdout;
    const wrong = [
      ...['0', '1001', '1.5'].map((uses) => [`--uses=${uses}`]),
      ...['0d', '366d', '7', '-7d'].map((expires) => [`--expires=${expires}`]),
      ['--note', 'x'.repeat(201)],
      ['extra'],
    ];
    const outcomes = await Promise.all(wrong.map((args) => invite(['create', ...args])));
    expect(outcomes.map(({ code }) => code)).to.deep.equal(wrong.map(() => 2));
    expect((await invite(['list'])).stdout).to.equal(before);
  });
});
