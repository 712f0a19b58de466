/** Changes of factors: all consequences for the account happen in one transaction, or none. */

import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { FactorAddition, FactorOwner } from '../../src/engine/ports/factor-port.ts';
import { describeStores } from './backends.ts';
import { codeOf, makeSession, makeUser } from './fixtures.ts';

const hour = 3_600_000;
const secret = () => randomBytes(32).toString('base64url');
const newHashes = () => [secret(), secret(), secret()];

describeStores('changes of factors', (stores) => {
  const open = (userId: string, credentialVersion: number) =>
    stores().sessions.create({ secretHash: secret(), userId, credentialVersion, ip: '', userAgent: '' }, hour);
  const live = async (userId: string) =>
    (await stores().sessions.list(userId, { first: '', idleMs: hour, limit: 100 })).map(({ id }) => id);

  /** A user with two sessions, whose authenticator app waits for its first code. */
  async function signedIn() {
    const user = await makeUser(stores());
    const owner = { id: user.id, sessionId: await makeSession(stores(), user.id) };
    const other = await makeSession(stores(), user.id);
    await stores().totp.begin(owner.id, 'encrypted');
    return { user, owner, other };
  }
  const confirm = (owner: FactorOwner, hashes: string[]) =>
    stores().totp.confirm(owner, { encrypted: 'encrypted', step: 1 }, hashes);
  const addKey = (owner: FactorOwner, hashes: string[]) => {
    const key = { credentialId: secret(), publicKey: secret(), counter: 0, transports: [] };
    return stores().passkeys.create(owner, { name: 'key', key }, hashes);
  };
  const ways: [string, (owner: FactorOwner, hashes: string[]) => Promise<FactorAddition<unknown>>][] = [
    ['an authenticator app', confirm],
    ['a passkey', addKey],
  ];

  for (const [what, add] of ways) {
    it(`ends the other sessions and every login under way, and adds codes, with ${what}`, async () => {
      const { owner, other } = await signedIn();
      const hashes = newHashes();
      expect(await add(owner, hashes)).to.deep.include({ ended: [other], isFirst: true });
      expect(await live(owner.id)).to.deep.equal([owner.sessionId]);
      expect(await open(owner.id, 0), 'the password was right before').to.equal(null);
      expect(await open(owner.id, 1)).to.be.a('string');
      expect(await stores().recoveryCodes.take(owner.id, hashes[0] ?? '')).to.equal(true);
    });

    it(`leaves no session without a second factor after adding ${what}, despite concurrent logins`, async () => {
      for (let round = 0; round < 20; round += 1) {
        const { owner } = await signedIn();
        const logins = () => Array.from({ length: 4 }, () => open(owner.id, 0));
        await Promise.all([...logins(), add(owner, newHashes()), ...logins()]);
        expect(await live(owner.id)).to.deep.equal([owner.sessionId]);
      }
    });

    it(`changes nothing when a session that has ended adds ${what}`, async () => {
      const { owner, other } = await signedIn();
      await stores().sessions.end(owner.sessionId);
      expect(await codeOf(add(owner, newHashes()))).to.equal('unauthorized');
      expect(await stores().totp.find(owner.id)).to.equal(null);
      expect(await stores().passkeys.list(owner.id)).to.deep.equal([]);
      expect(await stores().recoveryCodes.count(owner.id)).to.equal(0);
      expect(await live(owner.id)).to.deep.equal([other]);
      expect(await open(owner.id, 0), 'of the same version').to.be.a('string');
    });
  }

  it('ends the other sessions and every login under way with new codes, unless the caller’s session has ended', async () => {
    const { owner } = await signedIn();
    await confirm(owner, newHashes());
    const other = await open(owner.id, 1);
    const hashes = newHashes();
    expect(await stores().recoveryCodes.renew(owner, hashes)).to.deep.equal([other]);
    expect(await live(owner.id)).to.deep.equal([owner.sessionId]);
    expect(await open(owner.id, 1), 'the password was right before').to.equal(null);
    await stores().sessions.end(owner.sessionId);
    expect(await codeOf(stores().recoveryCodes.renew(owner, newHashes()))).to.equal('unauthorized');
    expect(await stores().recoveryCodes.take(owner.id, hashes[0] ?? ''), 'those that were shown').to.equal(true);
  });

  it('changes nothing when a change is refused', async () => {
    const { owner, other } = await signedIn();
    const late = stores().totp.confirm(owner, { encrypted: 'another', step: 1 }, newHashes());
    expect(await codeOf(late)).to.equal('conflict');
    expect(await codeOf(stores().totp.remove(owner))).to.equal('not_found');
    expect(await codeOf(stores().passkeys.remove(owner, 'none'))).to.equal('not_found');
    expect(await stores().recoveryCodes.count(owner.id)).to.equal(0);
    expect(await live(owner.id)).to.have.members([owner.sessionId, other]);
    expect(await open(owner.id, 0)).to.be.a('string');
  });

  it('adds codes once for two concurrent factors, and removes them with the last factor', async () => {
    const { owner } = await signedIn();
    const [ofApp, ofKey] = [newHashes(), newHashes()];
    const [app, key] = await Promise.all([confirm(owner, ofApp), addKey(owner, ofKey)]);
    expect([app.isFirst, key.isFirst]).to.have.members([true, false]);
    const [shown = ''] = app.isFirst ? ofApp : ofKey;
    const count = () => stores().recoveryCodes.count(owner.id);
    expect(await count()).to.equal(3);
    expect(await stores().recoveryCodes.take(owner.id, shown), 'those that were shown').to.equal(true);
    await stores().totp.remove(owner);
    expect(await count(), 'one factor is left').to.equal(2);
    await stores().passkeys.remove(owner, key.added.id);
    expect(await count()).to.equal(0);
  });

  it('erases all factors and codes of one account for an administrator, and ends its sessions', async () => {
    const { owner, other } = await signedIn();
    const stranger = await signedIn();
    const challenge = { purpose: 'second-factor', userId: owner.id, credentialVersion: 2 } as const;
    const asked = secret();
    for (const who of [owner, stranger.owner]) {
      await confirm(who, newHashes());
      await addKey(who, newHashes());
    }
    await stores().challenges.create(asked, challenge, hour);
    expect(await open(owner.id, 2)).to.be.a('string');
    const ended = await stores().versions.eraseFactors(owner.id);
    expect(ended).to.include(owner.sessionId).and.not.include(other);
    expect(ended).to.have.length(2);
    expect(await live(owner.id)).to.deep.equal([]);
    expect(await stores().totp.find(owner.id)).to.equal(null);
    expect(await stores().passkeys.list(owner.id)).to.deep.equal([]);
    expect(await stores().recoveryCodes.count(owner.id)).to.equal(0);
    expect(await stores().challenges.take(asked), 'a login under way').to.equal(null);
    expect([await open(owner.id, 2), await open(owner.id, 3)].map((id) => id === null)).to.deep.equal([true, false]);
    expect(await stores().totp.find(stranger.owner.id)).to.equal('encrypted');
    expect(await stores().passkeys.list(stranger.owner.id)).to.have.length(1);
    expect(await stores().recoveryCodes.count(stranger.owner.id)).to.equal(3);
    expect(await live(stranger.owner.id)).to.deep.equal([stranger.owner.sessionId]);
  });

  it('leaves no session after an administrator’s reset, despite concurrent logins', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { owner } = await signedIn();
      const logins = () => Array.from({ length: 4 }, () => open(owner.id, 0));
      await Promise.all([...logins(), stores().versions.eraseFactors(owner.id), ...logins()]);
      expect(await live(owner.id)).to.deep.equal([]);
    }
  });
});
