/** Tests the commands for backup and restore in docs/operations.md: their shell scripts run on a real database. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { readText, repositoryFile } from './compose-model.ts';

const rows = readText('docs/operations.md')
  .split('\n')
  .filter((line) => /^\| (back up|restore|run a command|upgrade)\b/.test(line));

/** The scripts that run in a container, without their quotes. */
const scripts = (task: string) =>
  rows.filter((row) => row.startsWith(`| ${task}`)).flatMap((row) => /sh -c '([^']*)'/.exec(row)?.[1] ?? []);

describe('docs/operations.md', () => {
  const folder = makeFolder('documented');
  const cli = fileURLToPath(repositoryFile('dist/cli.js'));
  before(() => {
    mkdirSync(join(folder, 'bin'));
    // As in the image, where `duologue` is on the PATH.
    writeFileSync(join(folder, 'bin/duologue'), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`, {
      mode: 0o755,
    });
  });
  after(() => removeFolder(folder));

  /** Runs a script as a container would, whose folder `/data` is this one. */
  function run(script: string, data: string, input = Buffer.alloc(0)) {
    mkdirSync(data, { recursive: true });
    const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, DATA_DIR: data };
    return spawnSync('sh', ['-c', script.replaceAll('/data/', `${data}/`)], { env, input });
  }

  it('names a backup, a restore, an upgrade and a command for each kind of deployment', () => {
    for (const task of ['back up', 'restore', 'run a command', 'upgrade']) {
      expect(
        rows.filter((row) => row.startsWith(`| ${task}`)),
        task,
      ).to.have.length(3);
    }
  });

  it('backs up to standard output, and restores from standard input', () => {
    const [backups, restores] = [scripts('back up'), scripts('restore')];
    expect([backups.length, restores.length]).to.deep.equal([2, 2]);
    const old = join(folder, 'old');
    expect(run('duologue migrate --create && duologue user create ann', old).status).to.equal(0);
    for (const [index, script] of backups.entries()) {
      const { status, stdout, stderr } = run(script, old);
      expect(status, `${stderr}`).to.equal(0);
      expect(stdout.subarray(0, 2).toString('hex'), 'gzip').to.equal('1f8b');
      const fresh = join(folder, `new-${index}`);
      const restored = run(restores[index] ?? '', fresh, stdout);
      expect(restored.status, `${restored.stderr}`).to.equal(0);
      expect(`${run('duologue user list', fresh).stdout}`).to.contain('ann');
      expect(run(restores[index] ?? '', fresh, stdout).status, 'not into a database with data').to.equal(1);
    }
  });
});
