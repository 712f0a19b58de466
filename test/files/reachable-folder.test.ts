/** Tests that a folder of files which is away for a while loses nothing. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Upload } from '@tus/utils';
import { expect } from 'chai';
import { fileKey } from '../../src/engine/ports/file-bytes-port.ts';
import { createFolderBytes } from '../../src/files/folder-bytes.ts';
import { openUploadFolder } from '../../src/files/upload-folder.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';

const ways: [name: string, replace: (folder: string) => void][] = [
  ['nothing is in its place', () => {}],
  ['a plain file is in its place', (folder) => writeFileSync(folder, '')],
  ['the empty place of its mount is left', (folder) => mkdirSync(folder)],
];

describe('the folder of files, while it is away', () => {
  const home = makeFolder('reachable');
  const folder = join(home, 'shared');
  const key = fileKey('A'.repeat(16));
  const local = join(home, 'local');
  const store = openUploadFolder(join(folder, 'uploads'));
  const bytes = createFolderBytes(folder);
  after(() => removeFolder(home));

  before(async () => {
    writeFileSync(local, 'kept');
    await store.create(new Upload({ id: 'half', size: 5, offset: 0 }));
    await store.write(Readable.from(['123']), 'half', 0);
    await bytes.keep(key, local);
  });

  async function whileAway(replace: (folder: string) => void, work: () => Promise<void>): Promise<void> {
    renameSync(folder, `${folder}.aside`);
    replace(folder);
    try {
      await work();
    } finally {
      rmSync(folder, { recursive: true, force: true });
      renameSync(`${folder}.aside`, folder);
    }
  }

  const codeOf = (call: Promise<unknown>) =>
    call.then(
      () => 'done',
      (error) => error.code ?? error.status_code,
    );

  for (const [name, replace] of ways) {
    it(`refuses every call as unavailable where ${name}`, async () => {
      await whileAway(replace, async () => {
        const calls: [string, () => Promise<unknown>][] = [
          ['create', () => store.create(new Upload({ id: 'new', size: 5, offset: 0 }))],
          ['look', () => store.getUpload('half')],
          ['look for none', () => store.getUpload('none')],
          ['read', () => bytes.read(key)],
          ['keep', () => bytes.keep(fileKey('B'.repeat(16)), local)],
          ['remove', () => bytes.remove([key])],
          ['work', () => bytes.withFolder(async () => {})],
        ];
        for (const [call, run] of calls) expect(await codeOf(run()), call).to.equal('unavailable');
      });
    });
  }

  it('has everything once it is back', async () => {
    expect((await store.getUpload('half')).offset).to.equal(3);
    expect(await codeOf(store.getUpload('none'))).to.equal(404);
    expect(`${await (await bytes.read(key)).toArray()}`).to.equal('kept');
    expect(await codeOf(bytes.read(fileKey('B'.repeat(16))))).to.equal('not_found');
    await bytes.remove([key, fileKey('B'.repeat(16))]);
    expect(await codeOf(bytes.read(key))).to.equal('not_found');
  });

  it('may be away when the node starts', async () => {
    await whileAway(
      (path) => writeFileSync(path, ''),
      async () => {
        const late = openUploadFolder(join(folder, 'uploads'));
        expect(await codeOf(late.getUpload('half'))).to.equal('unavailable');
      },
    );
  });
});
