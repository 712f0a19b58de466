/** The contract of the store of statuses, on both databases. */
import { expect } from 'chai';
import { openPrivacy } from '../../src/engine/settings/default-settings.ts';
import { describeStores } from './backends.ts';
import { makePair, makeUser } from './fixtures.ts';

/** As long as a stored status may be: each character is escaped. */
const longest = JSON.stringify({ text: '"'.repeat(100), emoji: '👩🏽‍❤️‍💋‍👨🏿', until: '9999-12-31T23:59:59.999Z' });
const short = '{"text":"😀","emoji":null,"until":null}';

describeStores('the store of statuses', (stores) => {
  const statusOf = async (id: string) => (await stores().users.findByIds([id]))[0]?.status;
  const replace = (id: string, status: string | null, doNotDisturbUntil: Date | null = null) =>
    stores().statuses.replace(id, { status, doNotDisturbUntil });

  it('replaces the status, and tells whether it is another one', async () => {
    const { id } = await makeUser(stores());
    expect(await replace(id, null)).to.equal(false);
    expect(await replace(id, longest)).to.equal(true);
    expect(await replace(id, longest)).to.equal(false);
    expect(await statusOf(id)).to.equal(longest);
    expect(await replace(id, null)).to.equal(true);
    expect(await statusOf(id)).to.equal(null);
  });

  it('keeps the end of do-not-disturb beside the settings, which devices go on saving', async () => {
    const { settings } = stores();
    const { id } = await makeUser(stores());
    const end = new Date('2999-12-31T23:59:59.999Z');
    await replace(id, null);
    expect(await settings.find(id), 'nothing to keep').to.equal(null);
    await replace(id, null, end);
    expect(await settings.find(id)).to.deep.equal({
      ...{ settings: {}, privacy: openPrivacy, version: 1 },
      doNotDisturbUntil: end,
    });
    expect(await settings.replace(id, 1, { theme: 'dark' }, openPrivacy)).to.equal(true);
    expect(await settings.find(id)).to.deep.include({ settings: { theme: 'dark' }, doNotDisturbUntil: end });
    await replace(id, short);
    expect(await settings.find(id)).to.deep.include({ settings: { theme: 'dark' }, doNotDisturbUntil: null });
  });

  it('lets devices set the first status and the first settings at the same moment', async () => {
    const { id } = await makeUser(stores());
    const work = Array.from({ length: 6 }, () => replace(id, short, new Date('2999-01-01T00:00:00Z')));
    await Promise.all([...work, stores().settings.replace(id, 0, {}, openPrivacy)]);
    expect((await stores().settings.find(id))?.doNotDisturbUntil?.toISOString()).to.equal('2999-01-01T00:00:00.000Z');
  });

  it('freezes the status with a block, and shows the present one after it', async () => {
    const { one, other, conversation } = await makePair(stores());
    await replace(other.id, short);
    await stores().blocks.block(conversation.id, one.id, new Map([one, other].map(({ id }) => [id, null])));
    await replace(other.id, longest);
    const blocked = async () => (await stores().blocks.blockedPeers(one.id)).map(({ status }) => status);
    expect(await blocked()).to.deep.equal([short]);
    await stores().blocks.lift(conversation.id, one.id);
    await stores().blocks.block(conversation.id, one.id, new Map([one, other].map(({ id }) => [id, null])));
    expect(await blocked()).to.deep.equal([longest]);
  });

  it('erases the status with the account, the frozen one too, and gives a deleted account none', async () => {
    const { one, other, conversation } = await makePair(stores());
    await replace(other.id, short, new Date('2999-01-01T00:00:00Z'));
    await stores().blocks.block(conversation.id, one.id, new Map([one, other].map(({ id }) => [id, null])));
    const proof = await stores().credentials.find(other.username);
    if (!proof) throw new Error('The account is missing.');
    await stores().credentials.erase(proof, { displayName: 'Deleted user', nameKey: '' });
    expect((await stores().blocks.blockedPeers(one.id)).map(({ status }) => status)).to.deep.equal([null]);
    expect(await replace(other.id, short, new Date())).to.equal(null);
    expect(await stores().settings.find(other.id)).to.equal(null);
  });
});
