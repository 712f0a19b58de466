/** Tests `deploy/systemd`: systemd's own verdict on the unit, and its agreement with the node and the command beside it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { readConfig, variables } from '../../src/config.ts';
import { exitCodes } from '../../src/policy/exit-codes.ts';
import { requireProgram } from '../support/programs.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { readText, repositoryFile } from './compose-model.ts';

const unit = readText('deploy/systemd/duologue.service');
const command = readText('deploy/systemd/duologue');
const root = fileURLToPath(repositoryFile('.')).replace(/\/$/, '');

/** Every value of a setting of the unit, in order. */
const valuesOf = (name: string) =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

describe('deploy/systemd/duologue.service', () => {
  const folder = makeFolder('systemd');
  const path = join(folder, 'duologue.service');
  before(() => writeFileSync(path, unit.replaceAll('/opt/duologue', root)));
  after(() => removeFolder(folder));

  it('is a unit that systemd accepts without a warning', () => {
    const { status, stdout, stderr } = spawnSync(requireProgram('systemd-analyze'), ['verify', '--man=no', path], {
      encoding: 'utf8',
    });
    // Other units of this machine may have warnings of their own.
    const own = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('duologue'));
    expect([status, own]).to.deep.equal([0, []]);
  });

  it('exposes little, as systemd counts it', () => {
    const args = ['security', '--offline=true', '--threshold=20', '--no-pager', path];
    execFileSync(requireProgram('systemd-analyze'), args, { stdio: 'pipe' });
  });

  it('runs the node from files that exist', () => {
    const [start = ''] = valuesOf('ExecStart');
    const [script = '', main = ''] = start.split(' ');
    expect(valuesOf('WorkingDirectory')).to.deep.equal(['/opt/duologue']);
    accessSync(script.replace('/opt/duologue', root), constants.X_OK);
    expect(main).to.equal('dist/main.js');
    expect(existsSync(join(root, 'src/main.ts'))).to.equal(true);
  });

  it('sets only variables that the node knows, and keeps the data in its state folder', () => {
    const own = Object.fromEntries((valuesOf('Environment')[0] ?? '').split(' ').map((pair) => pair.split('=')));
    const { NODE_ENV: _, UV_THREADPOOL_SIZE: _threads, ...settings } = own;
    expect(variables.map(({ name }) => name)).to.include.members(Object.keys(settings));
    expect(readConfig(settings).dataDir).to.equal(`/var/lib/${valuesOf('StateDirectory')[0]}`);
  });

  it('starts a node again after a fault, but not with wrong settings, and waits for its end', () => {
    expect(valuesOf('Restart')).to.deep.equal(['on-failure']);
    expect(valuesOf('RestartPreventExitStatus')).to.deep.equal([`${exitCodes.usage} ${exitCodes.newer}`]);
    // A node takes five seconds at most.
    expect(Number.parseInt(valuesOf('TimeoutStopSec')[0] ?? '', 10)).to.be.above(5);
    expect(valuesOf('KillMode')).to.deep.equal(['mixed']);
  });
});

describe('deploy/systemd/duologue', () => {
  it('runs a command with the user, the settings, the data and the folder of the unit', () => {
    accessSync(repositoryFile('deploy/systemd/duologue'), constants.X_OK);
    for (const name of ['DynamicUser', 'User', 'UMask', 'StateDirectory', 'StateDirectoryMode', 'EnvironmentFile']) {
      expect(command).to.contain(`--property=${name}=${valuesOf(name)[0]} `);
    }
    expect(command).to.contain(`--working-directory=${valuesOf('WorkingDirectory')[0]} `);
    expect(valuesOf('Environment')[0]).to.contain(/--setenv=(\S+)/.exec(command)?.[1]);
  });

  it('passes its arguments on to systemd-run as they are', () => {
    const folder = makeFolder('systemd-run');
    writeFileSync(join(folder, 'systemd-run'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    const script = fileURLToPath(repositoryFile('deploy/systemd/duologue'));
    const env = { PATH: `${folder}:${process.env.PATH}` };
    const printed = execFileSync(script, ['user', 'show', "a 'b' $c"], { env, encoding: 'utf8' });
    expect(printed.trimEnd().split('\n').slice(-6)).to.deep.equal([
      '/usr/bin/env',
      'node',
      'dist/cli.js',
      'user',
      'show',
      "a 'b' $c",
    ]);
    removeFolder(folder);
  });
});
