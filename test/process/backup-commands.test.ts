/** Tests `duologue backup` and `duologue restore` beside a running node. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { startNode } from '../http/in-process-node.ts';
import { logIn, register } from '../support/client.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { runToEnd } from './command-run.ts';

describe('the commands duologue backup and restore', () => {
  const folder = makeFolder('backup-commands');
  after(() => removeFolder(folder));
  const file = join(folder, 'saved.backup');
  const [from, to] = [join(folder, 'from'), join(folder, 'to')];
  const run = (dataDir: string, ...args: string[]) => runToEnd(['cli.js', ...args], { DATA_DIR: dataDir });

  it('backs up a running node with its secret, and restores it into an empty folder where its users log in', async () => {
    const running = await startNode({ dataDir: from });
    const person = await register(running.url);
    const saved = await run(from, 'backup', file, '--verify', '--json');
    await running.node.close();
    expect([saved.code, saved.stderr]).to.deep.equal([0, '']);
    expect(JSON.parse(saved.stdout)).to.include({ file, secret: true, verified: true });
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    const restored = await run(to, 'restore', file);
    expect(restored).to.include({ code: 0, stderr: '' });
    expect(restored.stdout).to.contain('All sessions have ended').and.contain('Nothing is wrong.');
    const secret = (dataDir: string) => readFileSync(join(dataDir, 'session-secret'), 'utf8');
    expect(secret(to)).to.equal(secret(from));
    const again = await startNode({ dataDir: to });
    await logIn(again.url, person);
    await again.node.close();
  });

  it('refuses to overwrite a backup or a database, and to back up nothing', async () => {
    const refused = [await run(from, 'backup', file), await run(to, 'restore', file)];
    for (const { code, stdout, stderr } of refused) {
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.match(/already[^\n]*\n$/);
    }
    expect((await run(join(folder, 'typo'), 'backup', join(folder, 'other'))).code).to.equal(3);
  });
});
