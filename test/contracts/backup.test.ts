/** Tests backups: complete, consistent while nodes write, restorable into either database, and proof against damage. */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { deleteRule, editRule, pinRule, reactRule } from '../../src/engine/conversations/change-rules.ts';
import { lobbyId } from '../../src/engine/ports/room-port.ts';
import { OperatorError } from '../../src/policy/exit-codes.ts';
import { backUp } from '../../src/storage/backup/backup.ts';
import { restore } from '../../src/storage/backup/restore.ts';
import { openStores, type StorageOptions, type Stores } from '../../src/storage/stores.ts';
import { makeFolder, removeFolder } from '../support/temporary-folder.ts';
import { describeStores, storeBackends } from './backends.ts';
import { makePair, makeUser, newMessageOf, sendMany } from './fixtures.ts';

/** The lines of a backup without its header and its end. */
const linesOf = (file: string) => gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').slice(1, -1);

const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describeStores('a backup', (stores, place) => {
  const folder = makeFolder('backups');
  after(() => removeFolder(folder));
  const newFile = () => join(folder, `${randomUUID()}.backup`);
  const back = (file: string, from: StorageOptions = place()) =>
    backUp({ ...from, file, version: '1', secrets: ['x'.repeat(32)] });

  it('holds whole messages only while nodes write', async () => {
    const pair = await makePair(stores());
    const bodies = Array.from({ length: 600 }, (_, index) => `it's "${index}" \\ \u{1F600}\n`);
    const message = await newMessageOf(stores(), pair.conversation.id, pair.one.id);
    const sent = Promise.all(
      bodies.map((body) => stores().messages.append({ ...message, clientId: randomUUID(), body })),
    );
    const file = newFile();
    await back(file);
    await sent;
    const target = await storeBackends[0]?.makePlace();
    const { fsck } = await restore({ ...(target as StorageOptions), file, keepSessions: true });
    expect(fsck.faults).to.deep.equal([]);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
  });

  let room: string;
  let people: [owner: string, member: string, left: string];
  /** A room with an owner, a member and one who has left, and the lobby with the member; a message in each. */
  async function writeInRooms(): Promise<void> {
    const { rooms, messages } = stores();
    const users = [await makeUser(stores()), await makeUser(stores()), await makeUser(stores())];
    people = users.map(({ id }) => id) as typeof people;
    const [ownerId, member, left] = people;
    ({ channelId: room } = await rooms.create({ title: 'Tea 😀', ownerId, memberIds: [member, left] }));
    await rooms.change({ channelId: room, actorId: left, remove: [left] });
    await rooms.openLobby();
    await rooms.joinLobby(member);
    for (const id of [room, lobbyId])
      await messages.append({ ...(await newMessageOf(stores(), id, member, `in ${id}`)), isRoom: true });
  }

  for (const backend of storeBackends) {
    it(`restores rooms, roles, the lobby and their messages into ${backend.name}`, async () => {
      const file = newFile();
      await back(file);
      const target = await backend.makePlace();
      expect((await restore({ ...target, file, keepSessions: true })).fsck.faults).to.deep.equal([]);
      const { rooms, messages, close } = await openStores(target);
      const [owner, member, left] = people;
      expect(await rooms.find(room)).to.include({ title: 'Tea 😀', memberCount: 2 });
      expect(await Promise.all(people.map((id) => rooms.roleOf(room, id)))).to.deep.equal(['owner', 'member', null]);
      expect(await rooms.roomsOf(member)).to.have.members([room, lobbyId]);
      for (const id of [owner, left]) expect(await rooms.roomsOf(id)).to.not.include(lobbyId);
      for (const id of [room, lobbyId])
        expect((await messages.range(id, 1, 9)).map(({ body, senderId }) => [body, senderId])).to.deep.equal([
          [`in ${id}`, member],
        ]);
      await close();
    });
  }

  before(async () => {
    const { conversation, one, sessionId } = await makePair(stores());
    const target = { channelId: conversation.id, userId: one.id, sessionId };
    await sendMany(stores(), conversation.id, one.id, 2);
    await stores().messages.append({ ...(await newMessageOf(stores(), conversation.id, one.id)), replyToSeq: 1 });
    await stores().changes.change({ ...target, seq: 1 }, editRule(one.id, 'edited 😀'), () => {});
    await stores().changes.change({ ...target, seq: 1 }, reactRule(one.id, '👩🏽‍🚀', true), () => {});
    await stores().changes.change({ ...target, seq: 1 }, pinRule(one.id, true), () => {});
    await stores().changes.change({ ...target, seq: 2 }, deleteRule(one.id), () => {});
    await writeInRooms();
  });

  for (const backend of storeBackends) {
    it(`restores every row into ${backend.name}, and a backup of the copy is the same`, async () => {
      const [file, again] = [newFile(), newFile()];
      const { rows } = await back(file);
      expect(rows).to.include.keys('User', 'Session', 'Channel', 'Member', 'Message', 'Passkey', 'Invite');
      expect(rows).to.include({ ChangedMessage: 2, MessageVersion: 1, Reaction: 1 });
      const target = await backend.makePlace();
      const report = await restore({ ...target, file, keepSessions: true });
      expect(report.fsck.faults).to.deep.equal([]);
      await back(again, target);
      const sorted = (path: string) =>
        linesOf(path)
          .filter((line) => line.startsWith('['))
          .sort();
      expect(sorted(again)).to.deep.equal(sorted(file));
      expect(await failure(restore({ ...target, file, keepSessions: true }))).to.be.instanceOf(OperatorError);
    });
  }

  it('ends the sessions unless asked to keep them', async () => {
    const { sessionId } = await makePair(stores());
    const file = newFile();
    await back(file);
    const target = (await storeBackends[0]?.makePlace()) as StorageOptions;
    await restore({ ...target, file, keepSessions: false });
    const restored: Stores = await openStores(target);
    const { ids } = await restored.sessions.overWithin(60_000, { idleMs: 60_000, limit: 1_000 });
    expect(ids).to.include(sessionId);
    await restored.close();
  });

  it('refuses the backup of a newer version', async () => {
    const file = newFile();
    await back(file);
    const lines = gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').slice(0, -1);
    const header = JSON.parse(lines[0] ?? '');
    lines[0] = JSON.stringify({ ...header, migrations: [...header.migrations, '29990101000000_later'] });
    const content = lines.map((line) => `${line}\n`).join('');
    const sha256 = createHash('sha256').update(content).digest('hex');
    writeFileSync(file, gzipSync(`${content}${JSON.stringify({ rows: {}, sha256 })}\n`));
    const target = (await storeBackends[0]?.makePlace()) as StorageOptions;
    const error = await failure(restore({ ...target, file, keepSessions: true }));
    expect((error as Error).message).to.contain('newer version');
  });

  it('refuses a damaged file, and a file that is no backup', async () => {
    const file = newFile();
    await back(file);
    const whole = gunzipSync(readFileSync(file)).toString('utf8');
    const damages: [string, Buffer][] = [
      ['cut off', readFileSync(file).subarray(0, -20)],
      ['one letter', gzipSync(whole.replace('"number"', '"numbet"'))],
      ['no gzip', Buffer.from('not a backup')],
      ['empty', Buffer.alloc(0)],
    ];
    for (const [title, bytes] of damages) {
      writeFileSync(file, bytes);
      const target = (await storeBackends[0]?.makePlace()) as StorageOptions;
      const error = await failure(restore({ ...target, file, keepSessions: true }));
      expect(error, title).to.be.instanceOf(OperatorError);
      expect((error as Error).message, title).to.match(/no backup of Duologue|damaged/);
    }
  });
});
