/** Tests the command line: help, usage errors, migrations, database checks. */
import { readdirSync, readFileSync } from 'node:fs';
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
    for (const command of ['serve', 'migrate', 'fsck', 'user show USER', 'version'])
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
      expect(await run(...args), args.join(' ')).to.deep.equal({
        code: 0,
        signal: null,
        stdout,
        stderr: '',
        audit: [],
      });
    }
  });

  it('prints one sentence for a usage error, and ends with code 2', async () => {
    const user = [['user'], ['user', 'show'], ['user', 'constructor', 'anna'], ['user', 'show', 'anna', 'bert']];
    const options = [
      ['fsck', '--mend'],
      ['fsck', '--repair=yes'],
      ['migrate', '-x'],
      ['fsck', '--', '--repair'],
    ];
    for (const args of [['nonsense'], ['constructor'], ['migrate', 'more'], ...options, ...user]) {
      const { code, stdout, stderr } = await run(...args);
      expect([code, stdout], args.join(' ')).to.deep.equal([2, '']);
      expect(stderr).to.match(/^[^\n]*--help[^\n]*\n$/);
      const asJson = await run(...args.slice(0, 2), '--json', ...args.slice(2));
      expect(JSON.parse(asJson.stderr).error.code).to.equal('usage');
    }
  });

  it('migrates an empty database, and reports the second time that it is up to date', async () => {
    const first = await run('migrate', '--create');
    expect(first).to.include({ code: 0, stderr: '' });
    expect(first.stdout).to.match(/^Database: SQLite file .*\nApplied: \d+_\w+/);
    const second = await run('migrate');
    expect(second).to.include({ code: 0, stderr: '' });
    expect(second.stdout).to.match(/\n[^\n]*up to date[^\n]*\n$/);
  });

  it('migrates once when two processes start at once', async () => {
    const url = await (await sharedMariadb()).createDatabase();
    const env = { DATABASE_URL: url };
    const runs = await Promise.all([1, 2].map(() => runToEnd(['cli.js', 'migrate'], env)));
    expect(runs.map(({ code }) => code)).to.deep.equal([0, 0]);
    expect(runs.filter(({ stdout }) => /^Applied:/m.test(stdout))).to.have.length(1);
  });

  it('checks a database without faults', async () => {
    await run('migrate', '--create');
    const { code, stdout, stderr } = await run('fsck');
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(stdout).to.contain('Nothing is wrong.').and.contain(join(dataDir, 'duologue.sqlite'));
    const database = { kind: 'sqlite', file: join(dataDir, 'duologue.sqlite') };
    const report = { database, conversations: 0, messages: 0, faults: [], faultsLeft: 0 };
    expect(JSON.parse((await run('fsck', '--json')).stdout)).to.deep.equal(report);
  });

  it('names a missing database, and creates none', async () => {
    const folder = makeFolder('nothing');
    const mariadb = await sharedMariadb();
    const away = `mysql://user:planted@127.0.0.1:${await freePort()}/somewhere`;
    const cases: [Record<string, string>, RegExp][] = [
      [{ DATA_DIR: join(folder, 'typo') }, /no SQLite file in .*typo.*DATA_DIR/],
      [{ DATABASE_URL: away }, /somewhere at 127.*nothing listens there.*DATABASE_URL/],
      [{ DATABASE_URL: await mariadb.createDatabase() }, /no tables.*DATABASE_URL/],
    ];
    for (const [env, says] of cases) {
      const { code, stdout, stderr } = await runToEnd(['cli.js', 'fsck'], env);
      expect([code, stdout]).to.deep.equal([3, '']);
      expect(stderr)
        .to.match(says)
        .and.not.match(/planted|Prisma|Raw query|\n./);
    }
    for (const args of [['user', 'show', 'ann'], ['migrate']]) {
      const { code, stderr } = await runToEnd(['cli.js', ...args], { DATA_DIR: join(folder, 'typo') });
      expect(code).to.equal(3);
      expect(stderr).to.match(/no SQLite file in .*typo.*DATA_DIR/);
    }
    expect(readdirSync(folder)).to.deep.equal([]);
    removeFolder(folder);
  });

  it('lists the faults of the configuration, one on each line', async () => {
    const env = { DATA_DIR: dataDir, DATABASE_URL: 'x', ARGON2_TIME_COST: 'x', PORT: 'not used by this command' };
    const { code, stdout, stderr } = await runToEnd(['cli.js', 'migrate'], env);
    expect([code, stdout]).to.deep.equal([2, '']);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).to.have.members(['DATABASE_URL', 'ARGON2_TIME_COST']);
  });

  it('refuses to work on a SQLite file when only DATABASE_URL of a cluster was forgotten', async () => {
    await run('migrate', '--create');
    const env = { DATA_DIR: dataDir, REDIS_URL: 'redis://127.0.0.1:6379' };
    const { code, stderr } = await runToEnd(['cli.js', 'fsck'], env);
    expect(code).to.equal(2);
    expect(stderr).to.match(/^DATABASE_URL is missing[^\n]*\n$/);
  });

  it('prints one warning for a misspelt variable, and works', async () => {
    await run('migrate', '--create');
    const env = { DATA_DIR: dataDir, SESION_SECRET: 'planted', DATABASE_URI: 'planted' };
    const { code, stderr } = await runToEnd(['cli.js', 'fsck'], env);
    expect(code).to.equal(0);
    expect(stderr)
      .to.match(/SESION_SECRET .*SESSION_SECRET\?\n/)
      .and.match(/DATABASE_URI .*DATABASE_URL\?\n/);
    expect(stderr).to.not.contain('planted');
  });

  it('prints its version for every way to ask for it', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const args of [['--version'], ['-v'], ['version']]) {
      expect(await run(...args)).to.include({ code: 0, stdout: `duologue ${version}\n`, stderr: '' });
    }
    expect(JSON.parse((await run('--version', '--json')).stdout)).to.include({ version });
  });

  it('prints an error as one JSON document on standard error', async () => {
    const { code, stdout, stderr } = await run('fsck', '--json');
    expect([code, stdout]).to.deep.equal([3, '']);
    const { error, exitCode } = JSON.parse(stderr);
    expect([error.code, exitCode]).to.deep.equal(['unreachable', 3]);
    expect(error.message).to.contain('DATA_DIR');
  });
});
