/** Tests the folder of unfinished uploads. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
});
