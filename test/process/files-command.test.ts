/** Tests `duologue files` beside a running node: what it counts, what it finds, and what it removes. */
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Node } from '../../src/compose.ts';
import { startNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { createUpload, tusRequest, uploadAll } from '../support/tus-client.ts';
import { runToEnd } from './command-run.ts';

const none = { files: 0, bytes: 0, names: [] };
const unknownId = 'AAAAAAAAAAAAAAAA';
const twoDaysMs = 48 * 3_600_000;

describe('the command duologue files', () => {
  const dataDir = makeFolder('files-command');
  const folder = join(dataDir, 'files');
  const path = (name: string) => join(folder, name);
  let node: Node | undefined;
  let owner: TestUser;
  let fileId: string;
  let unfinishedId: string;

  before(async () => {
    let url: string;
    ({ url, node } = await startNode({ dataDir }));
    owner = await register(url);
    fileId = idIn(await uploadAll(owner, Buffer.from('twelve bytes')));
    const unfinished = await createUpload(owner, 10);
    await tusRequest(owner, 'PATCH', unfinished, { 'upload-offset': '0' }, '12345');
    unfinishedId = idIn(unfinished);
  });
  after(async () => {
    await node?.close();
    removeFolder(dataDir);
  });

  const idIn = (address: string) => address.split('/').at(-1) ?? '';

  function plant(name: string, ageMs = twoDaysMs): void {
    mkdirSync(join(path(name), '..'), { recursive: true });
    writeFileSync(path(name), 'orphan');
    age(name, ageMs);
  }

  function age(name: string, ageMs = twoDaysMs): void {
    const at = new Date(Date.now() - ageMs);
    utimesSync(path(name), at, at);
  }

  async function run(args: string[] = [], env: Record<string, string> = {}) {
    const { code, stdout, stderr, audit } = await runToEnd(['cli.js', 'files', '--json', ...args], {
      DATA_DIR: dataDir,
      ...env,
    });
    return { code, stderr, audit, report: stdout ? JSON.parse(stdout) : null };
  }

  it('counts files, uploads and users against the bound, and finds nothing wrong', async () => {
    const { code, report } = await run([], { FILES_TOTAL_MIB: '7' });
    expect(code).to.equal(0);
    expect(report).to.include({ folder, totalBytes: 22, totalMaxBytes: 7 * 1_048_576, removed: null });
    expect(report.attached).to.deep.equal({ files: 0, bytes: 0 });
    expect(report.unattached).to.deep.equal({ files: 2, bytes: 22 });
    expect(report.users).to.deep.equal([{ username: owner.username, files: 2, bytes: 22 }]);
    expect(report.orphans).to.deep.equal(none);
    expect(report.missing).to.deep.equal({ files: 0, names: [] });
  });

  const orphans = [
    `files/${unknownId}`,
    `previews/${unknownId}`,
    `avatars/${unknownId}`,
    `files/${unknownId}.0123456789ab.partial`,
    `uploads/${unknownId}`,
    `uploads/${unknownId}.json`,
  ];

  it('finds bytes without a row, leaves them, and says so by its exit code', async () => {
    for (const name of orphans) plant(name);
    const { code, report } = await run();
    expect(code).to.equal(1);
    expect(report.orphans.names).to.have.members(orphans);
    expect(report.orphans).to.include({ files: 6, bytes: 36 });
    for (const name of orphans) expect(existsSync(path(name)), name).to.equal(true);
  });

  it('removes nothing when no file belongs to the database', async () => {
    const other = makeFolder('files-command-other');
    await runToEnd(['cli.js', 'migrate', '--create'], { DATA_DIR: other });
    for (const name of [`files/${fileId}`, `uploads/${unfinishedId}`, `uploads/${unfinishedId}.json`]) age(name);
    const { code, report } = await run(['--repair'], { DATA_DIR: other, FILES_DIR: folder });
    removeFolder(other);
    expect([code, report.isForeign, report.removed]).to.deep.equal([1, true, null]);
    for (const name of [...orphans, `files/${fileId}`]) expect(existsSync(path(name)), name).to.equal(true);
  });

  it('removes bytes without a row only when they are old, and never those of an upload under way', async () => {
    plant(`files/${'B'.repeat(16)}`, 3_600_000);
    plant(`files/${unfinishedId}.0123456789ab.partial`);
    plant(`files/${fileId}.0123456789ab.partial`);
    plant('files/notes.txt');
    const { code, report, audit } = await run(['--repair']);
    expect(code).to.equal(0);
    expect(report.removed).to.deep.include({ files: 7, bytes: 42 });
    expect(audit[0]).to.include({ event: 'repair', outcome: 'ok', target: 'files' });
    for (const name of [...orphans, `files/${fileId}.0123456789ab.partial`]) {
      expect(existsSync(path(name)), name).to.equal(false);
    }
    const stay = [`files/${'B'.repeat(16)}`, `files/${unfinishedId}.0123456789ab.partial`, 'files/notes.txt'];
    for (const name of [...stay, `files/${fileId}`]) expect(existsSync(path(name)), name).to.equal(true);
    const done = await tusRequest(owner, 'PATCH', `/api/uploads/${unfinishedId}`, { 'upload-offset': '5' }, '67890');
    expect(done.status).to.equal(204);
  });

  it('finds rows whose bytes are not there', async () => {
    rmSync(path(`files/${fileId}`));
    const { code, report } = await run(['--repair']);
    expect(code).to.equal(1);
    expect(report.missing).to.deep.equal({ files: 1, names: [`files/${fileId}`] });
    const { stdout } = await runToEnd(['cli.js', 'files'], { DATA_DIR: dataDir });
    expect(stdout)
      .to.match(/Fault: 1 row without bytes:\n {2}files\/[\w-]{16}\nRestore them/)
      .and.match(/1 fault left\.\n$/);
  });

  it('refuses to work where files are off', async () => {
    const { code, stderr } = await run([], { DATABASE_URL: 'mysql://a:b@127.0.0.1:1/x' });
    expect([code, JSON.parse(stderr).error.message]).to.deep.equal([
      2,
      'Files are off: a cluster needs FILES_DIR or FILES_S3_URL.',
    ]);
  });
});
