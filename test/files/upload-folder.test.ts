/** Tests the folder of unfinished uploads. */
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Upload } from '@tus/utils';
import { expect } from 'chai';
import { openUploadFolder } from '../../src/files/upload-folder.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';

describe('the folder of unfinished uploads', () => {
  const folder = makeFolder('upload-folder');
  after(() => removeFolder(folder));

  it('forgets an upload a day after its creation, and no other', async () => {
    const store = openUploadFolder(folder);
    for (const id of ['fresh', 'stale']) await store.create(new Upload({ id, size: 5, offset: 0 }));
    const path = join(folder, 'stale.json');
    const dayAgo = new Date(Date.now() - 24 * 3_600_000 - 1_000).toISOString();
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), creation_date: dayAgo }));
    expect(await store.deleteExpired()).to.equal(1);
    expect(readdirSync(folder).sort()).to.deep.equal(['fresh', 'fresh.json']);
  });

  it('removes what is left of an upload whose bytes were moved, and what is not there', async () => {
    const store = openUploadFolder(folder);
    await store.remove('fresh');
    await store.remove('fresh');
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  /** Makes files that look as if nothing was written to them for a day. */
  function makeStale(...names: string[]): void {
    const dayAgo = (Date.now() - 24 * 3_600_000 - 1_000) / 1_000;
    for (const name of names) utimesSync(join(folder, name), dayAgo, dayAgo);
  }

  it('forgets also an upload whose information was torn, or never written', async () => {
    const store = openUploadFolder(folder);
    for (const id of ['fresh', 'number', 'torn', 'young']) await store.create(new Upload({ id, size: 5, offset: 0 }));
    writeFileSync(join(folder, 'torn.json'), '{"id":"torn","creat');
    writeFileSync(join(folder, 'young.json'), '{"id":"youn');
    writeFileSync(join(folder, 'number.json'), '5');
    writeFileSync(join(folder, 'bytes'), 'abc');
    makeStale('torn', 'torn.json', 'number', 'number.json', 'bytes');
    expect(await store.deleteExpired()).to.equal(3);
    expect(readdirSync(folder).sort()).to.deep.equal(['fresh', 'fresh.json', 'young', 'young.json']);
  });

  it('forgets an empty upload that nobody finished', async () => {
    const store = openUploadFolder(folder);
    await store.create(new Upload({ id: 'empty', size: 0, offset: 0, creation_date: '2020-01-01T00:00:00Z' }));
    expect(await store.deleteExpired()).to.equal(1);
    expect(readdirSync(folder).filter((name) => name.startsWith('empty'))).to.deep.equal([]);
  });

  it('leaves folders alone', async () => {
    mkdirSync(join(folder, 'a-folder'));
    makeStale('a-folder');
    expect(await openUploadFolder(folder).deleteExpired()).to.equal(0);
    expect(readdirSync(folder)).to.include('a-folder');
  });
});
