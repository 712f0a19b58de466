/** The contract of the stores of settings and of mutes. */
import { expect } from 'chai';
import { describeStores } from './backends.ts';
import { makePair, makeUser, newMessageOf } from './fixtures.ts';

describeStores('settings store', (stores) => {
  it('stores the settings with their version, and refuses to overwrite another version', async () => {
    const { settings } = stores();
    const { id } = await makeUser(stores());
    expect(await settings.find(id)).to.equal(null);
    expect(await settings.replace(id, 1, { theme: 'dark' })).to.equal(false);
    expect(await settings.replace(id, 0, { theme: 'dark' })).to.equal(true);
    expect(await settings.replace(id, 0, { theme: 'light' })).to.equal(false);
    expect(await settings.find(id)).to.deep.equal({ settings: { theme: 'dark' }, version: 1 });
    expect(await settings.replace(id, 1, { theme: 'light 😀' })).to.equal(true);
    expect(await settings.find(id)).to.deep.equal({ settings: { theme: 'light 😀' }, version: 2 });
  });

  it('lets one of several concurrent changes of a version win', async () => {
    const { settings } = stores();
    const { id } = await makeUser(stores());
    for (const from of [0, 1]) {
      const tries = Array.from({ length: 8 }, (_, index) => settings.replace(id, from, { index }));
      expect((await Promise.all(tries)).filter(Boolean)).to.have.length(1);
    }
    expect((await settings.find(id))?.version).to.equal(2);
  });

  it('erases the settings with the account, and stores none for it afterwards', async () => {
    const { settings, credentials } = stores();
    const user = await makeUser(stores());
    await settings.replace(user.id, 0, { theme: 'dark' });
    await credentials.erase({ user, credentialVersion: 0 }, { displayName: 'Gone', nameKey: '' });
    expect(await settings.find(user.id)).to.equal(null);
    expect(await settings.replace(user.id, 0, { theme: 'dark' })).to.equal(false);
  });

  it('mutes a conversation for one of its members', async () => {
    const { one, other, conversation } = await makePair(stores());
    await stores().messages.append(await newMessageOf(stores(), conversation.id, one.id));
    const mutedUntil = async (userId: string) =>
      (await stores().conversations.list(userId, { after: null, limit: 1 }))[0]?.mutedUntil;
    const until = new Date('9999-12-31T23:59:59.999Z');
    await stores().mutes.mute(conversation.id, one.id, until);
    expect(await mutedUntil(one.id)).to.deep.equal(until);
    expect(await mutedUntil(other.id)).to.equal(null);
    await stores().mutes.mute(conversation.id, one.id, null);
    expect(await mutedUntil(one.id)).to.equal(null);
  });
});
