/** The contract of the stores of uploads and of removed files. */
import { expect } from 'chai';
import { newId } from '../../src/storage/database/row-ids.ts';
import { describeStores } from './backends.ts';
import { codeOf, makeUser } from './fixtures.ts';

const bounds = { quotaBytes: 1_000, totalBytes: 1_000_000_000, unfinishedMax: 5 };
const dayMs = 86_400_000;

describeStores('upload store', (stores) => {
  const upload = (ownerId: string, size = 10) => ({
    ownerId,
    name: 'Ein Bild 😀.png',
    size,
    isPlain: true,
    hints: { durationMs: 1_200, waveform: [0, 50, 100] },
  });
  const create = (ownerId: string, size?: number, given = bounds, lifeMs = dayMs) =>
    stores().uploads.create(upload(ownerId, size), given, lifeMs);
  const examined = {
    type: 'image/png',
    kind: 'image',
    size: 7,
    details: { width: 3, height: 2 },
    hasPreview: true,
  } as const;

  it('stores an upload with everything that was said of it, until it expires', async () => {
    const { id: ownerId } = await makeUser(stores());
    const given = upload(ownerId);
    const before = Date.now();
    const created = await stores().uploads.create(given, bounds, dayMs);
    expect(created).to.deep.include({ ...given, isFinished: false, isAttached: false });
    expect(created.expiresAt?.getTime()).to.be.within(before + dayMs - 60_000, Date.now() + dayMs + 60_000);
    expect(await stores().uploads.find(created.id)).to.deep.equal(created);
    expect(await stores().uploads.find(newId())).to.equal(null);
  });

  it('lets one writer take the turn, until it ends it or its time is over', async () => {
    const { uploads } = stores();
    const { id } = await create((await makeUser(stores())).id);
    expect(await uploads.takeTurn(id, 'one', 60_000)).to.equal(true);
    expect(await uploads.takeTurn(id, 'other', 60_000)).to.equal(false);
    expect(await uploads.takeTurn(id, 'one', 60_000), 'prolongs').to.equal(true);
    await uploads.endTurn(id, 'other');
    expect(await uploads.takeTurn(id, 'other', 60_000)).to.equal(false);
    await uploads.endTurn(id, 'one');
    expect(await uploads.takeTurn(id, 'other', -1_000)).to.equal(true);
    expect(await uploads.takeTurn(id, 'one', 60_000), 'the time is over').to.equal(true);
    expect(await uploads.takeTurn(newId(), 'one', 60_000)).to.equal(false);
  });

  it('lets one of several writers at once take the turn', async () => {
    const { id } = await create((await makeUser(stores())).id);
    const turns = await Promise.all(
      ['a', 'b', 'c', 'd'].map((writer) => stores().uploads.takeTurn(id, writer, 60_000)),
    );
    expect(turns.filter(Boolean)).to.have.length(1);
  });

  it('finishes an upload once', async () => {
    const { uploads } = stores();
    const { id } = await create((await makeUser(stores())).id);
    expect(await uploads.finish(id, examined)).to.equal(true);
    expect(await uploads.finish(id, examined)).to.equal(false);
    expect(await uploads.find(id)).to.deep.include({ isFinished: true, size: 7 });
    expect(await uploads.finish(newId(), examined)).to.equal(false);
  });

  it('refuses what would pass the quota of a user, also by uploads at once, and stores nothing of it', async () => {
    const { id: ownerId } = await makeUser(stores());
    const codes = await Promise.all([1, 2, 3, 4].map(() => codeOf(create(ownerId, 400))));
    expect(codes.sort()).to.deep.equal(['accepted', 'accepted', 'conflict', 'conflict']);
    expect(await codeOf(create(ownerId, 201))).to.equal('conflict');
    expect(await codeOf(create(ownerId, 200))).to.equal('accepted');
    expect(await codeOf(create((await makeUser(stores())).id, 1_000)), 'of another user').to.equal('accepted');
  });

  it('refuses more unfinished uploads than allowed, and counts no finished ones', async () => {
    const { uploads } = stores();
    const { id: ownerId } = await makeUser(stores());
    const made = await Promise.all([1, 2, 3, 4, 5].map(() => create(ownerId)));
    expect(await codeOf(create(ownerId))).to.equal('conflict');
    await uploads.finish(made[0]?.id ?? '', examined);
    expect(await codeOf(create(ownerId))).to.equal('accepted');
  });

  it('refuses what would pass the total of the installation', async () => {
    const { id: ownerId } = await makeUser(stores());
    expect(await codeOf(create(ownerId, 900, { ...bounds, totalBytes: 100 }))).to.equal('conflict');
  });

  it('reserves the total for uploads at once, and counts room that was freed', async () => {
    const { uploads, removedFiles } = stores();
    const owners = await Promise.all([1, 2, 3, 4].map(() => makeUser(stores())));
    const totalBytes = (await uploads.usage()).bytes + 1_000;
    const given = { ...bounds, totalBytes };
    const codes = await Promise.all(owners.map(({ id }) => codeOf(create(id, 400, given))));
    expect(codes.sort()).to.deep.equal(['accepted', 'accepted', 'conflict', 'conflict']);
    const { id: ownerId } = await makeUser(stores());
    const last = await create(ownerId, 200, given);
    expect(await codeOf(create(ownerId, 1, given))).to.equal('conflict');
    await uploads.remove(last.id);
    await removedFiles.forget([`files/${last.id}`, `previews/${last.id}`]);
    expect(await codeOf(create(ownerId, 200, given))).to.equal('accepted');
  });

  it('refuses an upload of a closed account, at its creation and at its end', async () => {
    const { uploads, credentials } = stores();
    const { id: ownerId } = await makeUser(stores());
    const { id } = await create(ownerId);
    await credentials.disable(ownerId);
    expect(await codeOf(create(ownerId))).to.equal('unauthorized');
    expect(await codeOf(uploads.finish(id, examined))).to.equal('unauthorized');
  });

  it('removes an upload, and names its bytes until they are forgotten', async () => {
    const { uploads, removedFiles } = stores();
    const { id } = await create((await makeUser(stores())).id);
    expect(await uploads.remove(id)).to.equal(true);
    expect(await uploads.remove(id)).to.equal(false);
    expect(await uploads.find(id)).to.equal(null);
    const keys = [`files/${id}`, `previews/${id}`];
    expect(await removedFiles.oldest(1_000)).to.include.members(keys);
    await removedFiles.forget(keys);
    expect(await removedFiles.oldest(1_000)).to.not.include.members(keys);
    await removedFiles.forget([]);
  });

  it('counts unfinished uploads, and the bytes of all files', async () => {
    const { uploads } = stores();
    const before = await uploads.usage();
    const { id: ownerId } = await makeUser(stores());
    const { id } = await create(ownerId, 10);
    await create(ownerId, 20);
    await uploads.finish(id, { ...examined, size: 10 });
    expect(await uploads.usage()).to.deep.equal({ bytes: before.bytes + 30, unfinished: before.unfinished + 1 });
  });

  it('removes expired uploads, and no others', async () => {
    const { uploads } = stores();
    const { id: ownerId } = await makeUser(stores());
    const kept = await create(ownerId);
    const gone = await create(ownerId, 10, bounds, -1_000);
    expect(await uploads.removeExpired(1_000)).to.be.at.least(1);
    expect(await uploads.find(gone.id)).to.equal(null);
    expect(await uploads.find(kept.id)).to.not.equal(null);
  });
});
