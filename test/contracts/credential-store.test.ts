/** The contract of the credential store: a proof holds only until the credentials change. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { type Session, sessionIdOf } from '../../src/engine/ports/session-port.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import { describeStores } from './backends.ts';
import { codeOf, newMessageOf } from './fixtures.ts';
import { age } from './session-rows.ts';

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

  it('answers hash and version beside the user, not within it', async () => {
    const user = await make();
    expect(user).to.have.all.keys('id', 'username', 'displayName', 'lastSeenAt', 'avatarId', 'status');
    const found = await stores().credentials.find(user.username);
    expect(found).to.deep.equal({ user, passwordHash: '$argon2id$first', credentialVersion: 0, isDisabled: false });
  });

  it('renews a hash only while it is the one that was checked', async () => {
    const { id, username } = await make();
    const hash = async () => (await stores().credentials.find(username))?.passwordHash;
    await stores().credentials.renewHash(id, '$argon2id$other', '$argon2id$lost');
    expect(await hash()).to.equal('$argon2id$first');
    await stores().credentials.renewHash(id, '$argon2id$first', '$argon2id$second');
    expect(await hash()).to.equal('$argon2id$second');
    expect(await open(id, 0), 'the same password: the proof holds').to.not.equal(null);
  });

  it('creates no session for a proof of another version, or for an unknown user', async () => {
    const { id } = await make();
    expect(await open(id, 0)).to.be.a('string');
    expect([await open(id, 1), await open(id, -1), await open('nobody', 0)]).to.deep.equal([null, null, null]);
  });

  /** A user with a proof and two sessions; a change replaces the first one. */
  async function signedIn() {
    const user = await make();
    const { username } = user;
    const [id, other] = [(await open(user.id, 0)) ?? '', (await open(user.id, 0)) ?? ''];
    const replaced = { id, secretHash: secretHash() };
    const change = { proof: { user, credentialVersion: 0 }, passwordHash: '$argon2id$next', replaced };
    return { user, username, other, replaced, change };
  }
  const find = async (secret: string) => (await stores().sessions.find([secret], life)).get(secret) ?? null;

  it('changes the password, ends every session and creates one with the new secret', async () => {
    const { user, username, other, replaced, change } = await signedIn();
    const stranger = await signedIn();
    expect(await stores().credentials.changePassword(change)).to.deep.equal([replaced.id, other]);
    const found = await find(replaced.secretHash);
    expect(found).to.include({ id: sessionIdOf(replaced.secretHash), userId: user.id });
    expect(found?.id).to.not.equal(replaced.id);
    const credentials = await stores().credentials.find(username);
    expect(credentials).to.include({ passwordHash: '$argon2id$next', credentialVersion: 1 });
    expect([await open(user.id, 0), await open(user.id, 1)].map((id) => id === null)).to.deep.equal([true, false]);
    expect(await stores().sessions.endOthers(stranger.user.id, '')).to.have.members([
      stranger.replaced.id,
      stranger.other,
    ]);
  });

  it('changes nothing for an outdated proof, or a session that has ended', async () => {
    const { user, username, other, replaced, change } = await signedIn();
    const stale = { ...change, proof: { user, credentialVersion: 1 } };
    expect(await codeOf(stores().credentials.changePassword(stale))).to.equal('invalid_credentials');
    await stores().sessions.end(replaced.id);
    expect(await codeOf(stores().credentials.changePassword(change))).to.equal('unauthorized');
    expect(await stores().credentials.find(username)).to.include({ passwordHash: '$argon2id$first' });
    expect(await stores().sessions.endOthers(user.id, '')).to.deep.equal([other]);
  });

  it('leaves no session of the old password when logins race with the change', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { user, replaced, change } = await signedIn();
      const logins = () => Array.from({ length: 4 }, () => open(user.id, 0));
      await Promise.all([...logins(), stores().credentials.changePassword(change), ...logins()]);
      const left = await stores().sessions.list(user.id, { first: '', idleMs: hour, limit: 100 });
      expect(left.map(({ id }) => id)).to.deep.equal([sessionIdOf(replaced.secretHash)]);
    }
  });

  it('keeps what the list of sessions shows of the replaced session, and how long it lives', async () => {
    const { user, replaced, other, change } = await signedIn();
    await age(place(), replaced.id, 60_000);
    const query = { first: replaced.id, idleMs: hour, limit: 1 };
    const [before] = await stores().sessions.list(user.id, query);
    await stores().credentials.changePassword(change);
    const after = await stores().sessions.list(user.id, { ...query, limit: 10 });
    expect(after).to.have.length(1);
    const shared = ({ createdAt, expiresAt, ip, userAgent }: Session) => [createdAt, expiresAt, ip, userAgent];
    expect(after.map(shared)).to.deep.equal([before].map((session) => shared(session as Session)));
    expect([replaced.id, other]).to.not.include(after[0]?.id);
    expect(after[0]?.lastUsedAt).to.be.above(before?.lastUsedAt as Date);
  });

  it('opens no session for one that a logout has ended meanwhile', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { replaced, change } = await signedIn();
      const [code] = await Promise.all([
        codeOf(stores().credentials.changePassword(change)),
        stores().sessions.end(replaced.id),
      ]);
      expect(code).to.be.oneOf(['accepted', 'unauthorized']);
      expect((await find(replaced.secretHash)) !== null).to.equal(code === 'accepted');
    }
  });

  it('accepts one of two concurrent changes', async () => {
    const { change } = await signedIn();
    const codes = await Promise.all([1, 2].map(() => codeOf(stores().credentials.changePassword(change))));
    expect(codes).to.have.members(['accepted', 'invalid_credentials']);
  });

  it('accepts a reset password until it expires, and ends all sessions', async () => {
    const { user, username, other, replaced, change } = await signedIn();
    const reset = (ms: number) => stores().credentials.resetPassword(user.id, '$argon2id$reset', ms);
    expect(await reset(hour)).to.have.members([replaced.id, other]);
    expect(await stores().credentials.find(username)).to.include({ passwordHash: '$argon2id$reset' });
    expect(await codeOf(stores().credentials.changePassword(change)), 'under way').to.equal('invalid_credentials');
    await reset(-1_000);
    expect(await stores().credentials.find(username)).to.equal(null);
    await reset(hour);
    const id = (await open(user.id, 3)) ?? '';
    const proof = { user, credentialVersion: 3 };
    await stores().credentials.changePassword({ ...change, proof, replaced: { id, secretHash: secretHash() } });
    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    const { passwordUntil } = await client.user.findUniqueOrThrow({ where: { id: user.id } });
    await client.$disconnect();
    expect(passwordUntil, 'a password of one’s own does not expire').to.equal(null);
  });

  it('erases the user’s personal data, ends all sessions and closes the conversations', async () => {
    const { user, username, other, replaced, change } = await signedIn();
    const peer = await make();
    const conversation = await stores().conversations.open(user.id, peer.id);
    const message = await newMessageOf(stores(), conversation.id, peer.id);
    await stores().messages.append(message);
    await stores().totp.begin(user.id, 'encrypted');
    const seen = new Map([user, peer].map(({ id }) => [id, new Date()]));
    await stores().blocks.block(conversation.id, peer.id, seen);
    const shownAs = { displayName: 'Nobody', nameKey: '' };
    expect(await stores().credentials.erase(change.proof, shownAs)).to.have.members([replaced.id, other]);

    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    const row = await client.user.findUniqueOrThrow({ where: { id: user.id } });
    const rows = await client.session.findMany({ where: { userId: user.id } });
    expect(await client.totpSecret.count({ where: { userId: user.id } })).to.equal(0);
    await client.$disconnect();
    const [blocked] = await stores().blocks.blockedPeers(peer.id);
    expect(blocked, 'what the block has frozen').to.include({ userId: user.id, name: null, seenAt: null });
    expect(row).to.include({ username, ...shownAs, passwordHash: '', lastSeenAt: null });
    for (const session of rows) expect(session).to.include({ ip: '', userAgent: '' });
    expect(await stores().credentials.find(username)).to.equal(null);
    expect(await stores().users.findByUsernames([username])).to.deep.equal([]);
    expect(await stores().users.findPeer(username)).to.deep.equal({ id: user.id, username, isDeleted: true });
    expect(await open(user.id, 1), 'no session').to.equal(null);
    expect(await codeOf(make().then(() => stores().users.create({ ...row, passwordHash: 'x' })))).to.equal(
      'username_taken',
    );
    const late = await newMessageOf(stores(), conversation.id, peer.id);
    expect(await codeOf(stores().messages.append(late))).to.equal('forbidden');
    expect(await stores().messages.append(message), 'a repeat').to.include({ repeated: true });
    expect(await codeOf(stores().credentials.erase(change.proof, shownAs)), 'twice').to.equal('invalid_credentials');
  });

  it('opens and finds no session of a disabled account, nor one whose login began before it was enabled again', async () => {
    const { id, username } = await make();
    const hash = secretHash();
    const session = { secretHash: hash, userId: id, credentialVersion: 0, ip: '', userAgent: '' };
    const sessionId = await stores().sessions.create(session, hour);
    expect(await stores().credentials.disable(id)).to.deep.equal([sessionId]);
    const { credentialVersion = 0, isDisabled } = (await stores().versions.proofOf(id)) ?? {};
    expect([isDisabled, (await stores().credentials.find(username))?.isDisabled]).to.deep.equal([true, true]);
    expect(await open(id, credentialVersion)).to.equal(null);
    expect((await stores().sessions.find([hash], { idleMs: hour, noteEveryMs: hour })).size).to.equal(0);
    expect(await stores().credentials.enable(id)).to.equal(true);
    expect(await stores().credentials.enable(id)).to.equal(false);
    expect(await open(id, 0)).to.equal(null);
    expect(await open(id, credentialVersion)).to.be.a('string');
  });

  it('keeps requests under way from naming an erased account again', async () => {
    const { user, change } = await signedIn();
    await stores().credentials.erase(change.proof, { displayName: 'Nobody', nameKey: '' });
    expect(await stores().users.rename(user.id, { displayName: 'Back', nameKey: 'back' })).to.equal(null);
    await stores().users.setLastSeen([user.id], new Date());
    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    const row = await client.user.findUniqueOrThrow({ where: { id: user.id } });
    await client.$disconnect();
    expect(row).to.include({ displayName: 'Nobody', lastSeenAt: null });
  });
});
