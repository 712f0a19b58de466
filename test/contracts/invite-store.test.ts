/** The contract of the invite store: uses are counted with the account, and never exceed what the invite allows. */
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { uniqueName } from '../support/client.ts';
import { describeStores } from './backends.ts';
import { codeOf } from './fixtures.ts';

describeStores('invite store', (stores) => {
  const hour = 3_600_000;
  const make = async ({ uses = 1, lifeMs = hour, note = '' } = {}) => {
    const codeHash = randomBytes(32).toString('base64url');
    return { codeHash, ...(await stores().invites.create({ codeHash, uses, lifeMs, note })) };
  };
  const register = (codeHash: string, username = uniqueName()) =>
    codeOf(stores().users.create({ username, displayName: username, nameKey: username, passwordHash: 'x' }, codeHash));
  const find = async (id: string) => (await stores().invites.list()).find((invite) => invite.id === id);

  it('lists what was created, the newest first', async () => {
    const first = await make({ note: 'for Zoë 😀' });
    const second = await make({ uses: 3 });
    const listed = await stores().invites.list();
    expect(listed.map(({ id }) => id)).to.have.members([first.id, second.id]);
    const times = listed.map(({ createdAt }) => Number(createdAt));
    expect(times).to.deep.equal(times.toSorted((a, b) => b - a));
    const next = await find(first.id);
    expect(next).to.include({ note: 'for Zoë 😀', uses: 1, used: 0, lastUsedAt: null, state: 'valid' });
    expect(Number(next?.expiresAt) - Number(next?.createdAt)).to.be.closeTo(hour, 1_000);
  });

  it('counts each account, and refuses the next one when it is used up', async () => {
    const { id, codeHash } = await make({ uses: 2 });
    expect(await register(codeHash)).to.equal('accepted');
    expect(await find(id)).to.include({ used: 1, state: 'valid' });
    expect(await register(codeHash)).to.equal('accepted');
    const { lastUsedAt, ...used } = (await find(id)) ?? { lastUsedAt: null };
    expect(used).to.include({ used: 2, state: 'used up' });
    expect(Math.abs(Date.now() - Number(lastUsedAt))).to.be.below(60_000);
    expect(await stores().invites.isValid(codeHash)).to.equal(false);
    expect(await register(codeHash)).to.equal('invalid_invite');
  });

  it('creates exactly as many accounts as it allows when many register at once', async () => {
    const { id, codeHash } = await make({ uses: 3 });
    const names = Array.from({ length: 12 }, () => uniqueName());
    const codes = await Promise.all(names.map((name) => register(codeHash, name)));
    expect(codes.filter((code) => code === 'accepted')).to.have.length(3);
    expect(new Set(codes)).to.deep.equal(new Set(['accepted', 'invalid_invite']));
    expect(await find(id)).to.include({ used: 3 });
    expect(await stores().users.findByUsernames(names)).to.have.length(3);
  });

  it('uses nothing when the username is taken', async () => {
    const { id, codeHash } = await make();
    const name = uniqueName();
    expect(await register((await make()).codeHash, name)).to.equal('accepted');
    expect(await register(codeHash, name)).to.equal('username_taken');
    expect(await find(id)).to.include({ used: 0, state: 'valid', lastUsedAt: null });
    expect(await register(codeHash)).to.equal('accepted');
  });

  it('refuses an unknown, an expired and a revoked invite with the same answer', async () => {
    const expired = await make({ lifeMs: -1_000 });
    const revoked = await make();
    expect(await find(expired.id)).to.include({ state: 'expired' });
    expect(await stores().invites.revoke(revoked.id)).to.equal(true);
    expect(await stores().invites.revoke(revoked.id)).to.equal(false);
    for (const codeHash of ['unknown', expired.codeHash, revoked.codeHash, '']) {
      expect(await stores().invites.isValid(codeHash)).to.equal(false);
      expect(await register(codeHash)).to.equal('invalid_invite');
    }
  });

  it('purges invites that expired or were used up long ago, and no others', async () => {
    const kept = [await make({ lifeMs: 9 * hour }), await make({ lifeMs: -hour / 2 })];
    const gone = await make({ lifeMs: -2 * hour });
    const used = await make();
    await register(used.codeHash);
    await stores().invites.purge(hour);
    const ids = (await stores().invites.list()).map(({ id }) => id);
    expect(ids).to.include.members([...kept.map(({ id }) => id), used.id]);
    expect(ids).to.not.include(gone.id);
    await stores().invites.purge(-hour);
    expect(await find(used.id)).to.equal(undefined);
    expect(await find(kept[0]?.id ?? '')).to.not.equal(undefined);
  });
});
