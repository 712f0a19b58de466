/** The rules of the pictures of users. */
import { expect } from 'chai';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import type { Caller } from '../../../src/engine/ports/identifiers.ts';
import { createFileExaminer } from '../../../src/files/examiner/file-examiner.ts';
import { createFolderBytes } from '../../../src/files/folder-bytes.ts';
import { codeOf } from '../../contracts/fixtures.ts';
import { filesOf } from '../../files/examined-bytes.ts';
import { photograph } from '../../files/sample-images.ts';
import { makeFolder } from '../../support/temporary-folder.ts';
import { messageTo, useEngine } from '../engine-bench.ts';

describe('createAvatars', () => {
  const bench = useEngine();
  const examiner = createFileExaminer();
  const bytes = createFolderBytes(makeFolder('avatars'));
  let engine: Engine;

  before(() => {
    engine = createEngine({ ...bench().parts, fileBytes: bytes, examiner });
  });
  after(examiner.close);

  const set = async (caller: Caller) =>
    engine.avatars.set(caller, filesOf(await photograph({ width: 60, height: 40 })));
  /** The picture of the other one, as the viewer finds it in the list of conversations. */
  const shown = async (viewer: Caller, other: Caller) => {
    const { conversations } = await engine.conversations.list(viewer, {});
    return conversations.find(({ peer }) => peer?.username === other.username)?.peer?.avatar;
  };

  async function pair() {
    const [anna, bert] = [await bench().join(), await bench().join()];
    await engine.messages.send(anna, messageTo(bert));
    return { anna, bert };
  }

  it('shows a picture to others under a URL of its own, and tells their devices', async () => {
    const { anna, bert } = await pair();
    expect(await shown(bert, anna)).to.equal(undefined);
    await set(anna);
    const first = await shown(bert, anna);
    expect(first).to.match(/^\/api\/avatars\/[\w-]{16}$/);
    const users = bench().fanout.pushes.flatMap((push) => JSON.stringify(push).match(/avatars\/[\w-]+/g) ?? []);
    expect(users.map((url) => `/api/${url}`)).to.include(first);
    await set(anna);
    expect(await shown(bert, anna)).to.not.equal(first);
    await engine.avatars.remove(anna);
    expect(await shown(bert, anna)).to.equal(undefined);
  });

  it('reads the bytes of a picture', async () => {
    const { anna, bert } = await pair();
    await set(anna);
    const id = (await shown(bert, anna))?.split('/').at(-1) ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of await engine.avatars.open(id)) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString('latin1', 8, 12)).to.equal('WEBP');
    expect(await codeOf(engine.avatars.open('../files/AAAAAAA'))).to.equal('not_found');
    expect(await codeOf(engine.avatars.open('AAAAAAAAAAAAAAAA'))).to.equal('not_found');
  });

  it('refuses what is no image, and keeps the picture', async () => {
    const { anna, bert } = await pair();
    await set(anna);
    const before = await shown(bert, anna);
    expect(await codeOf(engine.avatars.set(anna, filesOf('<svg/>')))).to.equal('invalid_input');
    expect(await shown(bert, anna)).to.equal(before);
  });

  it('shows the other one of a blocked pair no later picture', async () => {
    const { anna, bert } = await pair();
    await set(anna);
    const before = await shown(bert, anna);
    await engine.blocks.block(anna, bert.username);
    expect(await shown(bert, anna)).to.equal(before);
    await set(anna);
    expect(await shown(bert, anna)).to.equal(undefined);
    await engine.blocks.lift(anna, bert.username);
    expect(await shown(bert, anna))
      .to.be.a('string')
      .and.not.equal(before);
  });

  it('keeps no pictures when files are off', async () => {
    const { anna } = await pair();
    const off = createEngine(bench().parts);
    const image = filesOf(await photograph({ width: 60, height: 40 }));
    expect(await codeOf(off.avatars.set(anna, image))).to.equal('not_found');
  });
});
