/** Tests that a missing install and an old Node.js are one sentence, not a stack trace. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';

const script = fileURLToPath(new URL('../../scripts/require-installation.mjs', import.meta.url));

describe('the check before a command', () => {
  let folder: string;
  beforeEach(() => {
    folder = makeFolder('installation');
  });
  afterEach(() => removeFolder(folder));

  function check(node: string, installed: boolean) {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ engines: { node } }));
    if (installed) mkdirSync(join(folder, 'node_modules', 'typescript'), { recursive: true });
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }

  it('says that the packages are not installed', () => {
    const { status, output } = check('>=20.19.0', false);
    expect(status).to.equal(1);
    expect(output).to.match(/^[^\n]*npm ci[^\n]*\n$/);
  });

  it('says which version of Node.js is needed', () => {
    const { status, output } = check('>=99.1.0', true);
    expect(status).to.equal(1);
    expect(output)
      .to.match(/^[^\n]*99\.1\.0[^\n]*\n$/)
      .and.contain(process.versions.node);
  });

  it('says nothing when both are there', () => {
    expect(check('>=20.19.0', true)).to.deep.equal({ status: 0, output: '' });
  });
});
