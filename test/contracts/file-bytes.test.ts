/** The contract of the store of bytes. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { avatarKey, type FileBytes, fileKey, previewKey } from '../../src/engine/ports/file-bytes-port.ts';
import { createFolderBytes } from '../../src/files/folder-bytes.ts';
import { createS3Bytes } from '../../src/files/s3/s3-bytes.ts';
import { s3Settings } from '../../src/files/s3/s3-client.ts';
import type { S3Place } from '../../src/policy/s3-address.ts';
import { newId } from '../../src/storage/database/row-ids.ts';
import { sharedS3Server } from '../support/s3-server.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { codeOf } from './fixtures.ts';

/** A local folder, in which the folder store keeps its bytes in `store`. */
interface Opened {
  folder: () => string;
  store: () => FileBytes;
  /** A local file with these bytes. */
  local: (bytes: Uint8Array) => string;
  /** Puts something else into the store, under this key. */
  plant: (key: string) => Promise<void>;
}

function useFolder(): () => string {
  let folder: string;
  beforeEach(() => {
    folder = makeFolder('file-bytes');
  });
  afterEach(() => removeFolder(folder));
  return () => folder;
}

function withLocal(folder: () => string, store: () => FileBytes, plant: Opened['plant']): Opened {
  const local = (bytes: Uint8Array) => {
    const path = join(folder(), newId());
    writeFileSync(path, bytes);
    return path;
  };
  return { folder, store, local, plant };
}

function openInFolder(): Opened {
  const folder = useFolder();
  const plant = async (key: string) => {
    const path = join(folder(), 'store', key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'planted');
  };
  return withLocal(folder, () => createFolderBytes(join(folder(), 'store')), plant);
}

function openInS3(): Opened {
  const folder = useFolder();
  let place: S3Place;
  let opened: ReturnType<typeof createS3Bytes>;
  beforeEach(async () => {
    place = await (await sharedS3Server()).freshPlace();
    opened = createS3Bytes(place, join(folder(), 'store/work'));
  });
  afterEach(() => opened.close());
  const plant = async (key: string) => {
    const client = new S3Client(s3Settings(place));
    await client.send(new PutObjectCommand({ Bucket: place.bucket, Key: `${place.prefix}${key}`, Body: 'planted' }));
    client.destroy();
  };
  return withLocal(folder, () => opened, plant);
}

for (const [where, open] of [
  ['a folder', openInFolder],
  ['an S3-compatible store', openInS3],
] as const)
  describe(`file bytes in ${where}`, () => contract(open()));

function contract({ folder, store, local, plant }: Opened): void {
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
    for (const key of [`${fileKey(newId())}.0123.partial`, `uploads/${newId()}`, `files${newId()}`]) await plant(key);
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
    expect(existsSync(join(folder(), 'secret'))).to.equal(false);
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
    const abandoned = join(folder(), 'store/work/duologue-of-earlier');
    mkdirSync(abandoned);
    utimesSync(abandoned, 0, 0);
    expect(await store().withFolder(async (path) => readdirSync(path))).to.deep.equal([]);
    expect(existsSync(abandoned)).to.equal(false);
  });
}

describe('file bytes in a folder alone', () => {
  const { folder, store, local } = openInFolder();

  it('is unavailable while its folder cannot be used', async () => {
    const bytes = local(Buffer.from('x'));
    writeFileSync(join(folder(), 'store'), 'a file in its place');
    expect(await codeOf(store().keep(fileKey(newId()), bytes))).to.equal('unavailable');
    rmSync(join(folder(), 'store'));
    expect(await codeOf(store().keep(fileKey(newId()), bytes))).to.equal('accepted');
  });
});

describe('file bytes in an S3-compatible store that is away', () => {
  const folder = useFolder();
  const place = { endpoint: 'http://127.0.0.1:9', bucket: 'none', prefix: '', region: 'us-east-1' };
  const keys = { accessKeyId: 'a', secretAccessKey: 'b' };

  it('is unavailable within the time of one call', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const path = join(folder(), 'local');
    writeFileSync(path, 'x');
    for (const endpoint of [place.endpoint, `http://127.0.0.1:${port}`]) {
      const store = createS3Bytes({ ...place, ...keys, endpoint }, folder());
      const started = performance.now();
      expect(await codeOf(store.read(fileKey(newId())))).to.equal('unavailable');
      expect(await codeOf(store.remove([fileKey(newId())]))).to.equal('unavailable');
      expect(await codeOf(store.check())).to.equal('unavailable');
      expect(await codeOf(store.list()[Symbol.asyncIterator]().next())).to.equal('unavailable');
      expect(performance.now() - started).to.be.below(4 * 2_800);
      store.close();
    }
    server.close();
  });

  it('is unavailable when the store refuses the keys, and when there is no such bucket', async () => {
    const good = await (await sharedS3Server()).freshPlace();
    for (const bad of [{ secretAccessKey: 'wrong' }, { bucket: 'no-such-bucket' }]) {
      const store = createS3Bytes({ ...good, ...bad }, folder());
      expect(await codeOf(store.check()), JSON.stringify(bad)).to.equal('unavailable');
      expect(await codeOf(store.read(fileKey(newId()))), JSON.stringify(bad)).to.equal('unavailable');
      store.close();
    }
  });
});
