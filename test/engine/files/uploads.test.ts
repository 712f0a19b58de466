/** Uploads from their creation to their end: with a real database, a real folder and the real examiner. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import sharp from 'sharp';
import { createUploads } from '../../../src/engine/files/uploads.ts';
import { fileKey, previewKey } from '../../../src/engine/ports/file-bytes-port.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { createFileExaminer } from '../../../src/files/examiner/file-examiner.ts';
import { createFolderBytes } from '../../../src/files/folder-bytes.ts';
import { openStores, type Stores } from '../../../src/storage/stores.ts';
import { codeOf, makeUser, sessionOf } from '../../contracts/fixtures.ts';
import { makeFolder, removeFolder } from '../../support/temporary-folder.ts';

describe('uploads', () => {
  const folder = makeFolder('uploads');
  const bytes = createFolderBytes(join(folder, 'files'));
  const examiner = createFileExaminer();
  const bounds = { fileMaxBytes: 2_000_000, quotaBytes: 10_000_000, totalBytes: 100_000_000 };
  let stores: Stores;
  let ann: Caller;
  before(async () => {
    stores = await openStores({ databaseUrl: null, dataDir: folder });
    ann = await caller();
  });
  after(async () => {
    await examiner.close();
    await stores.close();
    removeFolder(folder);
  });

  const uploads = () => createUploads({ ...stores, bytes, examiner, bounds });
  const caller = async (): Promise<Caller> => {
    const { id, username } = await makeUser(stores);
    return { id, username, sessionId: await sessionOf(stores, id) };
  };
  const create = (given: { name?: string; size?: number; isPlain?: boolean } = {}, hints = {}) =>
    uploads().create(ann, { name: 'a.bin', size: 10, isPlain: false, ...given, hints });
  const local = (content: Uint8Array) => {
    const path = join(folder, randomBytes(8).toString('hex'));
    writeFileSync(path, content);
    return path;
  };
  const held = async (key: string) => buffer(await bytes.read(key));
  const photo = () =>
    sharp({ create: { width: 1_000, height: 500, channels: 3, background: '#336699' } })
      .withExif({ IFD0: { Make: 'Secret camera' } })
      .jpeg()
      .toBuffer();

  it('keeps a complete upload with what is found in its bytes, and a preview of an image, without its camera', async () => {
    const { id } = await create({ name: 'C:\\pictures\\\u202egpj.photo.jpg' });
    const finished = await uploads().finish(ann, id, local(await photo()));
    expect(finished).to.include({ name: 'C:_pictures_gpj.photo.jpg', isFinished: true, isAttached: false });
    const kept = await held(fileKey(id));
    expect(kept).to.have.length(finished.size);
    expect(kept.includes('Secret camera')).to.equal(false);
    expect((await sharp(await held(previewKey(id))).metadata()).width).to.equal(640);
    expect(await uploads().finish(ann, id, 'no file'), 'again').to.deep.equal(finished);
  });

  it('can be finished again when the row could not be written', async () => {
    const given = await photo();
    const path = local(given);
    const { id } = await create({ isPlain: true });
    let isAway = true;
    const failing = {
      ...stores.uploads,
      finish: async (...facts: Parameters<typeof stores.uploads.finish>) => {
        if (isAway) throw new Error('on purpose');
        return stores.uploads.finish(...facts);
      },
    };
    const shaky = createUploads({ ...stores, uploads: failing, bytes, examiner, bounds });
    const failure = await shaky.finish(ann, id, path).catch(({ message }) => message);
    expect(failure).to.equal('on purpose');
    isAway = false;
    expect((await shaky.finish(ann, id, path)).isFinished).to.equal(true);
    expect((await held(fileKey(id))).equals(given)).to.equal(true);
  });

  it('keeps the bytes of a file as they are when the sender wants that', async () => {
    const given = await photo();
    const { id } = await create({ isPlain: true });
    await uploads().finish(ann, id, local(given));
    expect((await held(fileKey(id))).equals(given)).to.equal(true);
    expect(await codeOf(bytes.read(previewKey(id)))).to.equal('not_found');
  });

  it('refuses an image that cannot be decoded, and keeps nothing of it', async () => {
    const { id } = await create();
    const broken = (await photo()).subarray(0, 200);
    expect(await codeOf(uploads().finish(ann, id, local(broken)))).to.equal('invalid_input');
    expect(await codeOf(uploads().own(ann, id))).to.equal('not_found');
    await uploads().clean();
    expect(await codeOf(bytes.read(fileKey(id)))).to.equal('not_found');
  });

  it('shows an upload to nobody but its owner', async () => {
    const { id } = await create();
    const ben = await caller();
    expect(await codeOf(uploads().own(ben, id))).to.equal('not_found');
    expect(await codeOf(uploads().finish(ben, id, local(Buffer.from('x'))))).to.equal('not_found');
    expect(await codeOf(uploads().remove(ben, id))).to.equal('not_found');
    expect((await uploads().own(ann, id)).id).to.equal(id);
  });

  it('refuses a file above the limit, and one that does not fit into the quota', async () => {
    expect(await codeOf(create({ size: 2_000_001 }))).to.equal('payload_too_large');
    const ben = await caller();
    const codes: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      const upload = { name: 'x', size: 2_000_000, isPlain: false, hints: {} };
      codes.push(await codeOf(uploads().create(ben, upload)));
    }
    expect(codes).to.deep.equal([...Array(5).fill('accepted'), 'conflict']);
  });

  it('removes the bytes of an upload that its owner has cancelled', async () => {
    const { id } = await create();
    await uploads().finish(ann, id, local(Buffer.from('text')));
    await uploads().remove(ann, id);
    expect(await codeOf(uploads().remove(ann, id))).to.equal('not_found');
    await uploads().clean();
    expect(await codeOf(bytes.read(fileKey(id)))).to.equal('not_found');
    expect(await stores.removedFiles.oldest(10)).to.deep.equal([]);
  });

  it('cuts a long name before its ending, and names a file that has no name', async () => {
    expect((await create({ name: `${'ä'.repeat(300)}.tar.gz` })).name).to.equal(`${'ä'.repeat(197)}.gz`);
    expect((await create({ name: `${'ä'.repeat(300)}.${'x'.repeat(40)}` })).name).to.equal('ä'.repeat(200));
    for (const name of ['', ' ', '..', '\u0000\n']) expect((await create({ name })).name).to.equal('file');
  });
});
