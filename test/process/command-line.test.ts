/** Tests the command line: help, usage errors, migrations, database checks. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { variables } from '../../src/config.ts';
import { freePort } from '../support/free-port.ts';
import { sharedMariadb } from '../support/mariadb.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { runToEnd } from './command-run.ts';

describe('the command line', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = join(makeFolder('cli'), 'data');
  });
  afterEach(() => removeFolder(join(dataDir, '..')));
  const run = (...args: string[]) => runToEnd(['cli.js', ...args], { DATA_DIR: dataDir });

  it('lists every command and every variable with its default, on standard output', async () => {
    const { code, stdout, stderr } = await run('--help');
    expect([code, stderr]).to.deep.equal([0, '']);
    for (const command of ['serve', 'migrate', 'fsck', 'user'])
      expect(stdout).to.match(new RegExp(`^ +${command} +\\S`, 'm'));
    for (const { name, description, fallback } of variables) {
      const line = stdout.split('\n').find((text) => text.trim().startsWith(`${name} `));
      expect(line, name).to.contain(description);
      if (fallback !== '') expect(line, name).to.contain(`(${fallback})`);
    }
    for (const line of stdout.split('\n')) expect(line).to.equal(line.trimEnd());
  });

  it('prints the same help for every way to ask for it', async () => {
    const { stdout } = await run('--help');
    for (const args of [[], ['-h'], ['serve', '--help']]) {
      expect(await run(...args), args.join(' ')).to.deep.equal({ code: 0, signal: null, stdout, stderr: '' });
    }
  });

  it('prints one sentence for a usage error, and ends with code 1', async () => {
    const user = [['user'], ['user', 'show'], ['user', 'constructor', 'anna'], ['user', 'show', 'anna', 'bert']];
    const options = [
      ['fsck', '--mend'],
      ['fsck', '--repair=yes'],
      ['migrate', '-x'],
      ['fsck', '--', '--repair'],
    ];
    for (const args of [['nonsense'], ['constructor'], ['migrate', 'more'], ...options, ...user]) {
      const { code, stdout, stderr } = await run(...args);
      expect([code, stdout], args.join(' ')).to.deep.equal([1, '']);
      expect(stderr).to.match(/^[^\n]*--help[^\n]*\n$/);
    }
  });

  it('migrates an empty database, and reports the second time that it is up to date', async () => {
    const first = await run('migrate');
    expect(first).to.include({ code: 0, stderr: '' });
    expect(first.stdout).to.match(/^Applied: \d+_\w+/);
    const second = await run('migrate');
    expect(second).to.include({ code: 0, stderr: '' });
    expect(second.stdout).to.match(/^[^\n]*up to date[^\n]*\n$/);
  });

  it('migrates once when two processes start at once', async () => {
    const url = await (await sharedMariadb()).createDatabase();
    const env = { DATABASE_URL: url, REDIS_URL: 'redis://127.0.0.1:6379', SESSION_SECRET: 'x'.repeat(32) };
    const runs = await Promise.all([1, 2].map(() => runToEnd(['cli.js', 'migrate'], env)));
    expect(runs.map(({ code }) => code)).to.deep.equal([0, 0]);
    expect(runs.filter(({ stdout }) => stdout.startsWith('Applied:'))).to.have.length(1);
  });

  it('checks a database without faults', async () => {
    await run('migrate');
    const { code, stdout, stderr } = await run('fsck');
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.contain('Nothing is wrong.');
  });

  it('names a missing database, and creates none', async () => {
    const folder = makeFolder('nothing');
    const mariadb = await sharedMariadb();
    const settings = { REDIS_URL: 'redis://127.0.0.1:6379', SESSION_SECRET: 'x'.repeat(32) };
    const away = `mysql://user:planted@127.0.0.1:${await freePort()}/somewhere`;
    const cases: [Record<string, string>, RegExp][] = [
      [{ DATA_DIR: join(folder, 'typo') }, /no SQLite file in .*typo.*DATA_DIR/],
      [{ ...settings, DATABASE_URL: away }, /somewhere at 127.*does not answer.*DATABASE_URL/],
      [{ ...settings, DATABASE_URL: await mariadb.createDatabase() }, /no tables.*DATABASE_URL/],
    ];
    for (const [env, says] of cases) {
      const { code, stdout, stderr } = await runToEnd(['cli.js', 'fsck'], env);
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr)
        .to.match(says)
        .and.not.match(/planted|Prisma|Raw query|\n./);
    }
    const { code, stderr } = await runToEnd(['cli.js', 'user', 'show', 'ann'], { DATA_DIR: join(folder, 'typo') });
    expect(code).to.equal(1);
    expect(stderr).to.match(/no SQLite file in .*typo.*DATA_DIR/);
    expect(readdirSync(folder)).to.deep.equal([]);
    removeFolder(folder);
  });

  it('lists the faults of the configuration, one on each line', async () => {
    const { code, stdout, stderr } = await runToEnd(['cli.js', 'migrate'], {
      DATA_DIR: dataDir,
      PORT: 'x',
      LOG_LEVEL: 'x',
    });
    expect([code, stdout]).to.deep.equal([1, '']);
    expect(
      stderr
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).to.have.members(['PORT', 'LOG_LEVEL']);
  });
});
