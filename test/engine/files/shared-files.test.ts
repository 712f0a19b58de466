/** The rules of reading and listing the files of a conversation. */
import { expect } from 'chai';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { fileKey, previewKey } from '../../../src/engine/ports/file-bytes-port.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { createFolderBytes } from '../../../src/files/folder-bytes.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { filesOf } from '../../files/examined-bytes.ts';
import { addFileRow, type FileRow } from '../../files/file-rows.ts';
import { makeFolder } from '../../support/temporary-folder.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

const photo = { name: 'photo.jpg', kind: 'image', type: 'image/jpeg', size: 5, hasPreview: 1 } as const;

describe('createSharedFiles', () => {
  const bench = useEngine();
  const bytes = createFolderBytes(makeFolder('shared-files'));
  let engine: Engine;

  before(() => {
    engine = createEngine({ ...bench().parts, fileBytes: bytes });
  });

  async function pair() {
    const [anna, bert, carl] = [await bench().join(), await bench().join(), await bench().join()];
    return { anna, bert, carl };
  }

  /** Sends a message with these files, whose bytes are their names. */
  async function send(from: Caller, to: Caller, ...files: Partial<FileRow>[]) {
    const { message } = await engine.messages.send(from, messageTo(to));
    const ids: string[] = [];
    for (const [place, file] of files.entries()) {
      const at = { ownerId: from.id, channelId: message.channelId, seq: message.seq, place };
      const id = await addFileRow({ databaseUrl: null, dataDir: bench().dataDir }, { ...photo, ...at, ...file });
      await bytes.keep(fileKey(id), filesOf(file.name ?? photo.name).path);
      await bytes.keep(previewKey(id), filesOf('preview').path);
      ids.push(id);
    }
    return ids as [string, ...string[]];
  }

  async function read(...[caller, peer, id, isPreview = false]: [Caller, Caller, string, boolean?]): Promise<string> {
    const file = await engine.sharedFiles.open(caller, { peer: peer.username }, id, isPreview);
    const chunks: Buffer[] = [];
    for await (const chunk of await file.read()) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }

  it('reads a file for the two members, and for nobody else', async () => {
    const { anna, bert, carl } = await pair();
    const [id] = await send(anna, bert, {});
    await send(carl, anna, {});
    expect(await read(anna, bert, id)).to.equal('photo.jpg');
    expect(await read(bert, anna, id)).to.equal('photo.jpg');
    expect(await read(bert, anna, id, true)).to.equal('preview');
    for (const peer of [anna, bert, carl]) expect(await codeOf(read(carl, peer, id))).to.equal('not_found');
    expect(await codeOf(read(anna, carl, id)), 'under another conversation').to.equal('not_found');
    expect(await codeOf(read(anna, bert, 'no id of a file'))).to.equal('not_found');
  });

  it('reads a file while a block stands', async () => {
    const { anna, bert } = await pair();
    const [id] = await send(anna, bert, {});
    await engine.blocks.block(anna, bert.username);
    expect(await read(bert, anna, id)).to.equal('photo.jpg');
  });

  it('offers previews of images only, and shows a file by its kind', async () => {
    const { anna, bert } = await pair();
    const html = { kind: 'file', type: 'application/octet-stream', hasPreview: 0 } as const;
    const [image, page] = await send(anna, bert, {}, html);
    expect(await codeOf(read(anna, bert, page as string, true))).to.equal('not_found');
    const isShown = async (id: string) =>
      (await engine.sharedFiles.open(anna, { peer: bert.username }, id, false)).isShown;
    expect([await isShown(image), await isShown(page as string)]).to.deep.equal([true, false]);
  });

  it('finds nothing when files are off', async () => {
    const { anna, bert } = await pair();
    const [id] = await send(anna, bert, {});
    const off = createEngine(bench().parts);
    expect(await codeOf(off.sharedFiles.open(anna, { peer: bert.username }, id, false))).to.equal('not_found');
  });

  it('lists files newest first, in pages of whole messages', async () => {
    const { anna, bert } = await pair();
    await send(anna, bert, { name: 'a' });
    await send(bert, anna, { name: 'b' }, { name: 'c' }, { name: 'd', kind: 'file', type: 'text/plain' });
    await send(anna, bert);
    await send(anna, bert, { name: 'e' });
    const list = async (query: Parameters<Engine['sharedFiles']['list']>[2]) => {
      const { files, hasMore } = await engine.sharedFiles.list(anna, { peer: bert.username }, query);
      return `${files.map(({ file }) => file.name).join('')}${hasMore ? '…' : ''}`;
    };
    expect(await list({})).to.equal('ebcda');
    expect(await list({ limit: 1 })).to.equal('e…');
    expect(await list({ limit: 2 })).to.equal('ebcd…');
    expect(await list({ limit: 1, before: 2 })).to.equal('a');
    expect(await list({ kind: 'file' })).to.equal('d');
    const { files } = await engine.sharedFiles.list(anna, { peer: bert.username }, { limit: 2 });
    expect(files.map(({ from, seq }) => [from, seq]).slice(0, 2)).to.deep.equal([
      [anna.username, 4],
      [bert.username, 2],
    ]);
    const { id, ...file } = files[0]?.file ?? { id: '' };
    expect(file).to.deep.equal({ name: 'e', type: 'image/jpeg', size: 5 });
  });
});
