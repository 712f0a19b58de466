/** The contract of the store of bytes. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { avatarKey, fileKey, previewKey } from '../../src/engine/ports/file-bytes-port.ts';
import { createFolderBytes } from '../../src/files/folder-bytes.ts';
import { newId } from '../../src/storage/database/row-ids.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { codeOf } from './fixtures.ts';

describe('file bytes in a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = makeFolder('file-bytes');
  });
  afterEach(() => removeFolder(folder));
  const store = () => createFolderBytes(join(folder, 'store'));
  /** A local file with these bytes. */
  const local = (bytes: Uint8Array) => {
    const path = join(folder, newId());
    writeFileSync(path, bytes);
    return path;
  };
  const keysIn = async () => {
    const found: string[] = [];
    for await (const { key } of store().list()) found.push(key);
    return found.sort();
  };

  it('gives back what it keeps, whole and in ranges', async () => {
    const bytes = randomBytes(300_000);
    const key = fileKey(newId());
    await store().keep(key, local(bytes));
    expect((await buffer(await store().read(key))).equals(bytes)).to.equal(true);
    const part = await buffer(await store().read(key, { first: 100, last: 250_099 }));
    expect(part.equals(bytes.subarray(100, 250_100))).to.equal(true);
    expect(await buffer(await store().read(key, { first: 0, last: 0 }))).to.have.length(1);
  });

  it('leaves the local file where it is, since the row may not be written', async () => {
    const path = local(Buffer.from('still here'));
    await store().keep(fileKey(newId()), path);
    expect(readFileSync(path, 'utf8')).to.equal('still here');
  });

  it('keeps an empty file', async () => {
    const key = fileKey(newId());
    await store().keep(key, local(new Uint8Array()));
    expect(await buffer(await store().read(key))).to.have.length(0);
  });

  it('replaces the bytes of a key at once', async () => {
    const key = avatarKey(newId());
    await store().keep(key, local(Buffer.from('old')));
    await store().keep(key, local(Buffer.from('new')));
    expect((await buffer(await store().read(key))).toString()).to.equal('new');
  });

  it('refuses to read what it does not have', async () => {
    expect(await codeOf(store().read(fileKey(newId())))).to.equal('not_found');
  });

  it('removes bytes, also those that are not there, and finishes a reading that has begun', async () => {
    const bytes = randomBytes(1_000_000);
    const id = newId();
    await store().keep(fileKey(id), local(bytes));
    const reading = await store().read(fileKey(id));
    await store().remove([fileKey(id), previewKey(id), fileKey(newId())]);
    expect((await buffer(reading)).equals(bytes)).to.equal(true);
    expect(await codeOf(store().read(fileKey(id)))).to.equal('not_found');
  });

  it('lists everything that it keeps, and nothing else', async () => {
    expect(await keysIn()).to.deep.equal([]);
    const [id, other] = [newId(), newId()];
    const keys = [fileKey(id), previewKey(id), avatarKey(other)];
    for (const key of keys) await store().keep(key, local(Buffer.from('x')));
    writeFileSync(join(folder, 'store', `${fileKey(newId())}.0123.partial`), 'unfinished');
    mkdirSync(join(folder, 'store/uploads'));
    writeFileSync(join(folder, 'store/uploads', newId()), 'of an upload');
    expect(await keysIn()).to.deep.equal(keys.sort());
    for await (const { size, changedAt } of store().list()) {
      expect(size).to.equal(1);
      expect(Date.now() - changedAt.getTime()).to.be.within(-60_000, 60_000);
    }
  });

  it('takes no key that leads out of its folder', async () => {
    for (const key of ['../secret', 'files/../../x', 'files/', `other/${newId()}`, `files/${newId()}/..`, '']) {
      let failure: unknown = null;
      await store()
        .keep(key, local(Buffer.from('x')))
        .catch((error) => (failure = error));
      expect(failure, key).to.be.an('error');
    }
    expect(existsSync(join(folder, 'secret'))).to.equal(false);
  });

  it('gives each work an empty folder, also when the one before has failed, and keeps nothing of it', async () => {
    let seen = '';
    const fail = store().withFolder(async (path) => {
      seen = path;
      writeFileSync(join(path, 'half'), 'x');
      throw new Error('on purpose');
    });
    expect(await fail.catch(({ message }) => message)).to.equal('on purpose');
    expect(existsSync(seen)).to.equal(false);
    const abandoned = join(folder, 'store/work/of-earlier');
    mkdirSync(abandoned);
    utimesSync(abandoned, 0, 0);
    expect(await store().withFolder(async (path) => readdirSync(path))).to.deep.equal([]);
    expect(existsSync(abandoned)).to.equal(false);
  });

  it('is unavailable while its folder cannot be used', async () => {
    const bytes = local(Buffer.from('x'));
    writeFileSync(join(folder, 'store'), 'a file in its place');
    expect(await codeOf(store().keep(fileKey(newId()), bytes))).to.equal('unavailable');
    rmSync(join(folder, 'store'));
    expect(await codeOf(store().keep(fileKey(newId()), bytes))).to.equal('accepted');
  });
});
