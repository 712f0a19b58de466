/** What every credential store keeps: a proof holds only while the credentials are those that were proved. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { describeStores } from './backends.ts';
import { codeOf, newMessageOf } from './fixtures.ts';

const hour = 3_600_000;
const life = { idleMs: hour, noteEveryMs: hour };

describeStores('credential store', (stores, place) => {
  async function make(passwordHash = '$argon2id$first') {
    const username = `p${randomBytes(6).toString('hex')}`;
    return stores().users.create({ username, displayName: username, nameKey: username, passwordHash });
  }
  const secretHash = () => randomBytes(32).toString('base64url');
  const open = (userId: string, credentialVersion: number) =>
    stores().sessions.create({ secretHash: secretHash(), userId, credentialVersion, ip: '', userAgent: '' }, hour);

  it('answers the hash and the version beside the person, and the person without them', async () => {
    const person = await make();
    expect(person).to.have.all.keys('id', 'username', 'displayName', 'lastSeenAt');
    const found = await stores().credentials.find(person.username);
    expect(found).to.deep.equal({ user: person, passwordHash: '$argon2id$first', credentialVersion: 0 });
  });

  it('renews the hash of the same password only while it is the one that was checked', async () => {
    const { id, username } = await make();
    const hash = async () => (await stores().credentials.find(username))?.passwordHash;
    await stores().credentials.renewHash(id, '$argon2id$other', '$argon2id$lost');
    expect(await hash()).to.equal('$argon2id$first');
    await stores().credentials.renewHash(id, '$argon2id$first', '$argon2id$second');
    expect(await hash()).to.equal('$argon2id$second');
    expect(await open(id, 0), 'the same password: the proof holds').to.not.equal(null);
  });

  it('opens no session by a proof of another version, or for nobody', async () => {
    const { id } = await make();
    expect(await open(id, 0)).to.be.a('string');
    expect([await open(id, 1), await open(id, -1), await open('nobody', 0)]).to.deep.equal([null, null, null]);
  });

  /** Somebody with a proof and two sessions, of which the first is kept by a change. */
  async function signedIn() {
    const person = await make();
    const { username } = person;
    const [id, other] = [(await open(person.id, 0)) ?? '', (await open(person.id, 0)) ?? ''];
    const kept = { id, secretHash: secretHash() };
    const change = { proof: { user: person, credentialVersion: 0 }, passwordHash: '$argon2id$next', kept };
    return { person, username, other, kept, change };
  }
  const find = async (secret: string) => (await stores().sessions.find([secret], life)).get(secret) ?? null;

  it('changes the password, ends the other sessions and gives the kept one its new secret', async () => {
    const { person, username, other, kept, change } = await signedIn();
    const stranger = await signedIn();
    expect(await stores().credentials.changePassword(change)).to.deep.equal([other]);
    expect(await find(kept.secretHash)).to.include({ id: kept.id, userId: person.id });
    const found = await stores().credentials.find(username);
    expect(found).to.include({ passwordHash: '$argon2id$next', credentialVersion: 1 });
    expect([await open(person.id, 0), await open(person.id, 1)].map((id) => id === null)).to.deep.equal([true, false]);
    expect(await stores().sessions.endOthers(stranger.person.id, '')).to.have.members([
      stranger.kept.id,
      stranger.other,
    ]);
  });

  it('changes nothing by a proof that no longer holds, or for a session that has ended', async () => {
    const { person, username, other, kept, change } = await signedIn();
    const stale = { ...change, proof: { user: person, credentialVersion: 1 } };
    expect(await codeOf(stores().credentials.changePassword(stale))).to.equal('invalid_credentials');
    await stores().sessions.end(kept.id);
    expect(await codeOf(stores().credentials.changePassword(change))).to.equal('unauthorized');
    expect(await stores().credentials.find(username)).to.include({ passwordHash: '$argon2id$first' });
    expect(await stores().sessions.endOthers(person.id, '')).to.deep.equal([other]);
  });

  it('leaves no session of the old password, however a login and the change race', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { person, kept, change } = await signedIn();
      const logins = () => Array.from({ length: 4 }, () => open(person.id, 0));
      await Promise.all([...logins(), stores().credentials.changePassword(change), ...logins()]);
      const left = await stores().sessions.list(person.id, { first: '', idleMs: hour, limit: 100 });
      expect(left.map(({ id }) => id)).to.deep.equal([kept.id]);
    }
  });

  it('lets one of two changes at once win', async () => {
    const { change } = await signedIn();
    const codes = await Promise.all([1, 2].map(() => codeOf(stores().credentials.changePassword(change))));
    expect(codes).to.have.members(['accepted', 'invalid_credentials']);
  });

  it('takes a password that was reset until its time is over, and ends all sessions', async () => {
    const { person, username, other, kept, change } = await signedIn();
    const reset = (ms: number) => stores().credentials.resetPassword(person.id, '$argon2id$reset', ms);
    expect(await reset(hour)).to.have.members([kept.id, other]);
    expect(await stores().credentials.find(username)).to.include({ passwordHash: '$argon2id$reset' });
    expect(await codeOf(stores().credentials.changePassword(change)), 'under way').to.equal('invalid_credentials');
    await reset(-1_000);
    expect(await stores().credentials.find(username)).to.equal(null);
    await reset(hour);
    const id = (await open(person.id, 3)) ?? '';
    const proof = { user: person, credentialVersion: 3 };
    await stores().credentials.changePassword({ ...change, proof, kept: { id, secretHash: secretHash() } });
    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    const { passwordUntil } = await client.user.findUniqueOrThrow({ where: { id: person.id } });
    await client.$disconnect();
    expect(passwordUntil, 'one’s own has no end').to.equal(null);
  });

  it('erases what the rows say of the person, ends all sessions and closes the conversations', async () => {
    const { person, username, other, kept, change } = await signedIn();
    const peer = await make();
    const conversation = await stores().conversations.open(person.id, peer.id);
    const draft = await newMessageOf(stores(), conversation.id, peer.id);
    await stores().messages.append(draft);
    await stores().totp.begin(person.id, 'sealed');
    const shownAs = { displayName: 'Nobody', nameKey: '' };
    expect(await stores().credentials.erase(change.proof, shownAs)).to.have.members([kept.id, other]);

    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    const user = await client.user.findUniqueOrThrow({ where: { id: person.id } });
    const rows = await client.session.findMany({ where: { userId: person.id } });
    expect(await client.totpSecret.count({ where: { userId: person.id } })).to.equal(0);
    await client.$disconnect();
    expect(user).to.include({ username, ...shownAs, passwordHash: '', lastSeenAt: null });
    for (const row of rows) expect(row).to.include({ ip: '', userAgent: '' });
    expect(await stores().credentials.find(username)).to.equal(null);
    expect(await stores().users.findByUsernames([username])).to.deep.equal([]);
    expect(await stores().users.findPeer(username)).to.deep.equal({ id: person.id, username, isDeleted: true });
    expect(await open(person.id, 1), 'no session').to.equal(null);
    expect(await codeOf(make().then(() => stores().users.create({ ...user, passwordHash: 'x' })))).to.equal(
      'username_taken',
    );
    const late = await newMessageOf(stores(), conversation.id, peer.id);
    expect(await codeOf(stores().messages.append(late))).to.equal('forbidden');
    expect(await stores().messages.append(draft), 'a repeat').to.include({ repeated: true });
    expect(await codeOf(stores().credentials.erase(change.proof, shownAs)), 'twice').to.equal('invalid_credentials');
  });

  it('lets nothing under way name an erased account again', async () => {
    const { person, change } = await signedIn();
    await stores().credentials.erase(change.proof, { displayName: 'Nobody', nameKey: '' });
    expect(await stores().users.rename(person.id, { displayName: 'Back', nameKey: 'back' })).to.equal(null);
    await stores().users.setLastSeen([person.id], new Date());
    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    const user = await client.user.findUniqueOrThrow({ where: { id: person.id } });
    await client.$disconnect();
    expect(user).to.include({ displayName: 'Nobody', lastSeenAt: null });
  });
});
