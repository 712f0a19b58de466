/** What the stores of second factors keep: nothing is taken twice, and nothing of somebody else. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { openDatabase } from '../../src/storage/open-database.ts';
import { describeStores } from './backends.ts';
import { codeOf, makePerson } from './fixtures.ts';

const minute = 60_000;
const trues = (outcomes: boolean[]) => outcomes.filter(Boolean).length;
const fifty = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 50 }, work));
const newUser = () => randomBytes(12).toString('base64url');

describeStores('totp store', (stores, place) => {
  const totp = () => stores().totp;
  const inForce = async (sealed = 'key.sealed', step = 100) => {
    const userId = newUser();
    await totp().begin(userId, sealed);
    await totp().confirm(userId, sealed, step);
    return userId;
  };

  it('puts a secret in force with its first code, not before', async () => {
    const userId = newUser();
    expect(await totp().find(userId)).to.equal(null);
    expect(await totp().begin(userId, 'first')).to.equal(true);
    expect(await totp().begin(userId, 'second')).to.equal(true);
    expect(await totp().find(userId)).to.equal(null);
    expect(await totp().take(userId, 'second', 5), 'not in force').to.equal(false);
    expect(await totp().findPending(userId, minute)).to.equal('second');
    expect(await totp().confirm(userId, 'first', 7), 'replaced').to.equal(false);
    expect(await totp().confirm(userId, 'second', 7)).to.equal(true);
    expect(await totp().confirm(userId, 'second', 8), 'again').to.equal(false);
    expect(await totp().find(userId)).to.equal('second');
    expect(await totp().findPending(userId, minute)).to.equal(null);
  });

  it('keeps the secret in force when another is begun', async () => {
    const userId = await inForce('kept');
    expect(await totp().begin(userId, 'other')).to.equal(false);
    expect(await totp().find(userId)).to.equal('kept');
  });

  it('no longer finds a secret that has waited too long', async () => {
    const userId = newUser();
    await totp().begin(userId, 'late');
    const { client } = await openDatabase(place().databaseUrl, place().dataDir);
    await client.totpSecret.update({ where: { userId }, data: { createdAt: new Date(Date.now() - 2 * minute) } });
    await client.$disconnect();
    expect(await totp().findPending(userId, minute)).to.equal(null);
    expect(await totp().findPending(userId, 3 * minute)).to.equal('late');
  });

  it('takes each step once, and none before one that was taken', async () => {
    const userId = await inForce('key.sealed', 100);
    const take = (step: number) => totp().take(userId, 'key.sealed', step);
    expect(await take(100), 'the step of the first code').to.equal(false);
    expect(await take(102)).to.equal(true);
    expect(await take(102)).to.equal(false);
    expect(await take(101)).to.equal(false);
    expect(await totp().take(userId, 'another', 103)).to.equal(false);
    expect(trues(await fifty(() => take(103))), 'fifty at once').to.equal(1);
  });

  it('removes what is in force, of one account', async () => {
    const [userId, other] = [await inForce(), await inForce()];
    expect(await totp().remove(userId)).to.equal(true);
    expect(await totp().remove(userId)).to.equal(false);
    expect(await totp().find(userId)).to.equal(null);
    expect(await totp().find(other)).to.equal('key.sealed');
  });

  it('finds what another key has sealed, and seals it anew unless it was changed', async () => {
    const [old, recent] = [await inForce('old.x'), await inForce('new.y')];
    const ids = (await totp().sealedByOthers('new')).map(({ userId }) => userId);
    expect(ids).to.include(old).and.not.include(recent);
    await totp().reseal(old, 'old.z', 'new.wrong');
    expect(await totp().find(old)).to.equal('old.x');
    await totp().reseal(old, 'old.x', 'new.x');
    expect(await totp().find(old)).to.equal('new.x');
  });
});

describeStores('recovery code store', (stores) => {
  const codes = () => stores().recoveryCodes;
  const hashes = Array.from({ length: 10 }, () => randomBytes(32).toString('base64url'));
  const [first = '', second = ''] = hashes;

  it('takes each code once, of its own account', async () => {
    const [userId, other] = [newUser(), newUser()];
    await codes().replace(userId, hashes);
    expect(await codes().take(other, first)).to.equal(false);
    expect(trues(await fifty(() => codes().take(userId, first))), 'fifty at once').to.equal(1);
    expect(await codes().count(userId)).to.equal(9);
    expect(await codes().take(userId, second.toUpperCase())).to.equal(false);
  });

  it('replaces all, and ends all', async () => {
    const userId = newUser();
    await codes().replace(userId, hashes);
    await codes().replace(userId, [second]);
    expect(await codes().take(userId, first)).to.equal(false);
    expect(await codes().count(userId)).to.equal(1);
    await codes().replace(userId, []);
    expect(await codes().take(userId, second)).to.equal(false);
  });
});

describeStores('passkey store', (stores) => {
  const passkeys = () => stores().passkeys;
  const newKey = (counter = 0) => ({
    credentialId: randomBytes(1_023).toString('base64url'),
    publicKey: randomBytes(77).toString('base64url'),
    counter,
    transports: ['internal', 'hybrid'],
  });

  it('finds a passkey by its credential, byte by byte, with all it was given', async () => {
    const { id: userId } = await makePerson(stores());
    const key = newKey(4_294_967_295);
    const made = await passkeys().create(userId, 'Laptop 😀', key);
    expect(made).to.include({ userId, name: 'Laptop 😀', lastUsedAt: null, counter: 4_294_967_295 });
    expect(made.transports).to.deep.equal(['internal', 'hybrid']);
    expect(await passkeys().findByCredential(key.credentialId)).to.deep.equal(made);
    for (const other of [`${key.credentialId}A`, key.credentialId.toLowerCase(), '']) {
      expect(await passkeys().findByCredential(other)).to.equal(null);
    }
    expect(await passkeys().list(userId)).to.deep.equal([made]);
    expect(await passkeys().list(newUser())).to.deep.equal([]);
  });

  it('refuses a credential that is known, whoever brings it', async () => {
    const key = newKey();
    await passkeys().create(newUser(), 'one', { ...key, transports: [] });
    expect(await codeOf(passkeys().create(newUser(), 'two', key))).to.equal('conflict');
    expect((await passkeys().findByCredential(key.credentialId))?.transports).to.deep.equal([]);
  });

  it('takes a count that has risen, once, and any use of a key that does not count', async () => {
    const counting = await passkeys().create(newUser(), 'counts', newKey(5));
    expect(trues(await fifty(() => passkeys().use(counting.id, 6))), 'fifty at once').to.equal(1);
    for (const counter of [6, 5, 0]) expect(await passkeys().use(counting.id, counter)).to.equal(false);
    const found = await passkeys().findByCredential(counting.credentialId);
    expect(found?.counter).to.equal(6);
    expect(found?.lastUsedAt).to.be.instanceOf(Date);
    const plain = await passkeys().create(newUser(), 'plain', newKey(0));
    for (const _ of [1, 2]) expect(await passkeys().use(plain.id, 0)).to.equal(true);
  });

  it('removes the passkey of its owner alone', async () => {
    const userId = newUser();
    const { id } = await passkeys().create(userId, 'mine', newKey());
    expect(await passkeys().remove(newUser(), id)).to.equal(false);
    expect(await passkeys().remove(userId, id)).to.equal(true);
    expect(await passkeys().remove(userId, id)).to.equal(false);
    expect(await passkeys().use(id, 1)).to.equal(false);
  });
});

describeStores('challenge store', (stores) => {
  const challenges = () => stores().challenges;
  const newChallenge = () => randomBytes(32).toString('base64url');

  it('gives what a challenge was made for, once', async () => {
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

  it('gives none that has run out, and forgets it', async () => {
    const [late, living] = [newChallenge(), newChallenge()];
    const about = { purpose: 'add', userId: newUser(), credentialVersion: null } as const;
    await challenges().create(late, about, -1_000);
    await challenges().create(living, about, minute);
    expect(await challenges().take(late)).to.equal(null);
    expect(await challenges().purge()).to.equal(1);
    expect(await challenges().take(living)).to.deep.equal(about);
  });
});
