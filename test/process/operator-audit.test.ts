/** Tests the audit lines of the commands: one on standard error for each change, with the operator, and without secrets. */
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { runToEnd } from './command-run.ts';

describe('the audit line of a command', () => {
  const folder = makeFolder('operator-audit');
  const env = { DATA_DIR: join(folder, 'data') };
  const backup = join(folder, 'saved.backup');
  after(() => removeFolder(folder));
  before(() => runToEnd(['cli.js', 'migrate', '--create'], env));

  /** The audit lines of a command without their time. */
  async function linesOf(...args: string[]) {
    const { audit, stdout, stderr } = await runToEnd(['cli.js', ...args, '--json'], env);
    const [line] = audit;
    expect(line ? Number.isNaN(Date.parse(line.time ?? '')) : false).to.equal(false);
    const lines = audit.map(({ time: _, level: __, msg: ___, ...fields }) => fields);
    return { lines, json: stdout === '' ? null : JSON.parse(stdout), stderr };
  }
  const by = { actor: 'operator', osUser: userInfo().username };

  it('names each change of an account, and the account by its id', async () => {
    const created = await linesOf('user', 'create', 'ann');
    const account = created.json.user.id;
    expect(created.lines).to.deep.equal([{ event: 'user_create', outcome: 'ok', ...by, account }]);
    const actions = {
      disable: 'user_disable',
      enable: 'user_enable',
      'reset-password': 'user_password_reset',
      'remove-factors': 'user_factors_removal',
      'end-sessions': 'user_sessions_end',
      delete: 'user_delete',
    };
    for (const [action, event] of Object.entries(actions)) {
      const { lines, json } = await linesOf('user', action, 'ann');
      expect(lines, action).to.deep.equal([{ event, outcome: 'ok', ...by, account }]);
      expect(JSON.stringify(lines)).to.not.contain(json.temporaryPassword ?? 'nothing secret');
    }
  });

  it('names invitations and files', async () => {
    const { lines, json } = await linesOf('invite', 'create');
    const target = json.invite.id;
    expect(lines).to.deep.equal([{ event: 'invite_create', outcome: 'ok', ...by, target }]);
    const revoked = await linesOf('invite', 'revoke', target);
    expect(revoked.lines).to.deep.equal([{ event: 'invite_revoke', outcome: 'ok', ...by, target }]);
    const saved = await linesOf('backup', backup);
    expect(saved.lines).to.deep.equal([{ event: 'backup', outcome: 'ok', ...by, target: backup }]);
    const repaired = await linesOf('fsck', '--repair');
    expect(repaired.lines).to.deep.equal([{ event: 'repair', outcome: 'ok', ...by }]);
  });

  it('has the code of the error where the command fails', async () => {
    const outcomes = await Promise.all([
      linesOf('user', 'disable', 'nobody-of-that-name'),
      linesOf('invite', 'revoke', 'planted'),
      linesOf('restore', backup),
    ]);
    expect(outcomes.map(({ lines }) => lines)).to.deep.equal([
      [{ event: 'user_disable', outcome: 'not_found', ...by }],
      [{ event: 'invite_revoke', outcome: 'not_found', ...by }],
      [{ event: 'restore', outcome: 'failed', ...by, target: backup }],
    ]);
  });

  it('is missing where nothing changes', async () => {
    for (const args of [['user', 'list'], ['invite', 'list'], ['fsck']]) {
      expect((await linesOf(...args)).lines, args.join(' ')).to.deep.equal([]);
    }
  });
});
