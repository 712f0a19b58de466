/** The contract of the factor stores: each code or challenge works once, and only for its own account. */

import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { FactorOwner } from '../../src/engine/ports/factor-port.ts';
import type { PasskeyKey } from '../../src/engine/ports/passkey-port.ts';
import { factorLimits } from '../../src/protocol/limits.ts';
import { openDatabase } from '../../src/storage/database/open-database.ts';
import type { Stores } from '../../src/storage/stores.ts';
import { describeStores } from './backends.ts';
import { codeOf, makeSession, makeUser } from './fixtures.ts';

const minute = 60_000;
const trues = (outcomes: boolean[]) => outcomes.filter(Boolean).length;
const fifty = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 50 }, work));
const newUser = () => randomBytes(12).toString('base64url');
const newHashes = () => Array.from({ length: 10 }, () => randomBytes(32).toString('base64url'));

/** A signed-in user, which a change of factors requires. */
async function makeOwner(stores: Stores) {
  const { id } = await makeUser(stores);
  return { id, sessionId: await makeSession(stores, id) };
}

async function withApp(stores: Stores, codeHashes: string[], encrypted = 'key.encrypted', step = 100) {
  const owner = await makeOwner(stores);
  await stores.totp.begin(owner.id, encrypted);
  await stores.totp.confirm(owner, { encrypted, step }, codeHashes);
  return owner;
}

describeStores('totp store', (stores, place) => {
  const totp = () => stores().totp;
  const inForce = (encrypted?: string, step?: number) => withApp(stores(), [], encrypted, step);

  it('puts a secret in force only with its first code', async () => {
    const owner = await makeOwner(stores());
    const userId = owner.id;
    const confirm = (encrypted: string, step: number) => codeOf(totp().confirm(owner, { encrypted, step }, []));
    expect(await totp().find(userId)).to.equal(null);
    expect(await totp().begin(userId, 'first')).to.equal(true);
    expect(await totp().begin(userId, 'second')).to.equal(true);
    expect(await totp().find(userId)).to.equal(null);
    expect(await totp().take(userId, 'second', 5), 'not in force').to.equal(false);
    expect(await totp().findPending(userId, minute)).to.equal('second');
    expect(await confirm('first', 7), 'replaced').to.equal('conflict');
    expect(await confirm('second', 7)).to.equal('accepted');
    expect(await confirm('second', 8), 'again').to.equal('conflict');
    expect(await totp().find(userId)).to.equal('second');
    expect(await totp().findPending(userId, minute)).to.equal(null);
  });

  it('keeps the secret in force when another set-up begins', async () => {
    const { id: userId } = await inForce('kept');
    expect(await totp().begin(userId, 'other')).to.equal(false);
    expect(await totp().find(userId)).to.equal('kept');
  });

  it('no longer finds a pending secret that is too old', async () => {
    const userId = newUser();
    await totp().begin(userId, 'late');
    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    await client.totpSecret.update({ where: { userId }, data: { createdAt: new Date(Date.now() - 2 * minute) } });
    await client.$disconnect();
    expect(await totp().findPending(userId, minute)).to.equal(null);
    expect(await totp().findPending(userId, 3 * minute)).to.equal('late');
  });

  it('accepts each time step once, and no earlier step', async () => {
    const { id: userId } = await inForce('key.encrypted', 100);
    const take = (step: number) => totp().take(userId, 'key.encrypted', step);
    expect(await take(100), 'the step of the first code').to.equal(false);
    expect(await take(102)).to.equal(true);
    expect(await take(102)).to.equal(false);
    expect(await take(101)).to.equal(false);
    expect(await totp().take(userId, 'another', 103)).to.equal(false);
    expect(trues(await fifty(() => take(103))), 'fifty at once').to.equal(1);
  });

  it('removes the secret in force, of one account', async () => {
    const [owner, other] = [await inForce(), await inForce()];
    expect(await codeOf(totp().remove(owner))).to.equal('accepted');
    expect(await codeOf(totp().remove(owner))).to.equal('not_found');
    expect(await totp().find(owner.id)).to.equal(null);
    expect(await totp().find(other.id)).to.equal('key.encrypted');
  });

  it('finds secrets encrypted with another key, and replaces them unless they have changed', async () => {
    const [old, recent] = [(await inForce('old.x')).id, (await inForce('new.y')).id];
    const [older, changed] = [(await inForce('older.v')).id, (await inForce('old.w')).id];
    const idsAfter = async (after: string, limit = 1_000) =>
      (await totp().encryptedByOthers('new', { after, limit })).map(({ userId }) => userId);
    const ids = await idsAfter('');
    expect(ids).to.include(old).and.not.include(recent);
    const [first = ''] = ids;
    expect([await idsAfter('', 1), await idsAfter(first)]).to.deep.equal([[first], ids.slice(1)]);
    await totp().replaceEncrypted([
      { userId: old, from: 'old.x', to: 'new.x' },
      { userId: changed, from: 'old.z', to: 'new.wrong' },
      { userId: older, from: 'older.v', to: 'new.v' },
    ]);
    const now = await Promise.all([old, changed, older, recent].map((id) => totp().find(id)));
    expect(now).to.deep.equal(['new.x', 'old.w', 'new.v', 'new.y']);
  });

  it('replaces a whole page of secrets at once', async () => {
    const { id } = await inForce('old.x');
    const nobodys = Array.from({ length: 499 }, (_, index) => ({ userId: `${index}`, from: 'a'.repeat(255), to: 'b' }));
    await totp().replaceEncrypted([...nobodys, { userId: id, from: 'old.x', to: 'new.x' }]);
    expect(await totp().find(id)).to.equal('new.x');
  });
});

describeStores('recovery code store', (stores) => {
  const codes = () => stores().recoveryCodes;
  const hashes = newHashes();
  const [first = '', second = ''] = hashes;

  it('accepts each code once, for its own account', async () => {
    const { id: userId } = await withApp(stores(), hashes);
    const other = newUser();
    expect(await codes().take(other, first)).to.equal(false);
    expect(trues(await fifty(() => codes().take(userId, first))), 'fifty at once').to.equal(1);
    expect(await codes().count(userId)).to.equal(9);
    expect(await codes().take(userId, second.toUpperCase())).to.equal(false);
  });

  it('replaces all codes, but only for an account with a factor', async () => {
    const owner = await withApp(stores(), hashes);
    await codes().renew(owner, [second]);
    expect(await codes().take(owner.id, first)).to.equal(false);
    expect(await codes().count(owner.id)).to.equal(1);
    await stores().totp.remove(owner);
    expect(await codeOf(codes().renew(owner, hashes))).to.equal('conflict');
    expect(await codes().count(owner.id)).to.equal(0);
  });
});

describeStores('passkey store', (stores) => {
  const passkeys = () => stores().passkeys;
  const create = async (name: string, key: PasskeyKey, owner?: FactorOwner) =>
    (await passkeys().create(owner ?? (await makeOwner(stores())), { name, key }, [])).added;
  const newKey = (counter = 0) => ({
    credentialId: randomBytes(1_023).toString('base64url'),
    publicKey: randomBytes(77).toString('base64url'),
    counter,
    transports: ['internal', 'hybrid'],
  });

  it('finds a passkey with all its fields by its exact credential', async () => {
    const owner = await makeOwner(stores());
    const userId = owner.id;
    const key = newKey(4_294_967_295);
    const made = await create('Laptop 😀', key, owner);
    expect(made).to.include({ userId, name: 'Laptop 😀', lastUsedAt: null, counter: 4_294_967_295 });
    expect(made.transports).to.deep.equal(['internal', 'hybrid']);
    expect(await passkeys().findByCredential(key.credentialId)).to.deep.equal(made);
    for (const other of [`${key.credentialId}A`, key.credentialId.toLowerCase(), '']) {
      expect(await passkeys().findByCredential(other)).to.equal(null);
    }
    expect(await passkeys().list(userId)).to.deep.equal([made]);
    expect(await passkeys().list(newUser())).to.deep.equal([]);
  });

  it('refuses a known credential, for any account', async () => {
    const key = newKey();
    await create('one', { ...key, transports: [] });
    expect(await codeOf(create('two', key))).to.equal('conflict');
    expect((await passkeys().findByCredential(key.credentialId))?.transports).to.deep.equal([]);
  });

  it('accepts a raised counter once, and every use of a key without a counter', async () => {
    const counting = await create('counts', newKey(5));
    expect(trues(await fifty(() => passkeys().use(counting.id, 6))), 'fifty at once').to.equal(1);
    for (const counter of [6, 5, 0]) expect(await passkeys().use(counting.id, counter)).to.equal(false);
    const found = await passkeys().findByCredential(counting.credentialId);
    expect(found?.counter).to.equal(6);
    expect(found?.lastUsedAt).to.be.instanceOf(Date);
    const plain = await create('plain', newKey(0));
    for (const _ of [1, 2]) expect(await passkeys().use(plain.id, 0)).to.equal(true);
  });

  it('limits the passkeys of an account, even when many are added at once', async () => {
    const owner = await makeOwner(stores());
    for (let count = 2; count < factorLimits.passkeys; count += 1) await create(`${count}`, newKey(), owner);
    const codes = await Promise.all([1, 2, 3, 4].map(() => codeOf(create('one more', newKey(), owner))));
    expect(codes.filter((code) => code === 'accepted')).to.have.length(2);
    expect(codes.filter((code) => code === 'conflict')).to.have.length(2);
    expect(await passkeys().list(owner.id)).to.have.length(factorLimits.passkeys);
  });

  it('removes a passkey only for its owner', async () => {
    const [owner, stranger] = [await makeOwner(stores()), await makeOwner(stores())];
    const { id } = await create('mine', newKey(), owner);
    expect(await codeOf(passkeys().remove(stranger, id))).to.equal('not_found');
    expect(await codeOf(passkeys().remove(owner, id))).to.equal('accepted');
    expect(await codeOf(passkeys().remove(owner, id))).to.equal('not_found');
    expect(await passkeys().use(id, 1)).to.equal(false);
  });
});

describeStores('challenge store', (stores) => {
  const challenges = () => stores().challenges;
  const newChallenge = () => randomBytes(32).toString('base64url');

  it('answers the purpose of a challenge once', async () => {
    const challenge = newChallenge();
    const about = { purpose: 'second-factor', userId: newUser(), credentialVersion: 3 } as const;
    await challenges().create(challenge, about, minute);
    expect(await challenges().take(challenge.toLowerCase())).to.equal(null);
    const taken = (await fifty(() => challenges().take(challenge))).filter((found) => found !== null);
    expect(taken).to.deep.equal([about]);
    const nobodys = { purpose: 'sign-in', userId: null, credentialVersion: null } as const;
    await challenges().create(challenge, nobodys, minute);
    expect(await challenges().take(challenge)).to.deep.equal(nobodys);
  });

  it('answers no expired challenge, and purges it', async () => {
    const [late, living] = [newChallenge(), newChallenge()];
    const about = { purpose: 'add', userId: newUser(), credentialVersion: null } as const;
    await challenges().create(late, about, -1_000);
    await challenges().create(living, about, minute);
    expect(await challenges().take(late)).to.equal(null);
    expect(await challenges().purge()).to.equal(1);
    expect(await challenges().take(living)).to.deep.equal(about);
  });
});
