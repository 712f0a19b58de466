/** The contract of the stores of settings and of mutes. */
import { expect } from 'chai';
import { openPrivacy } from '../../src/engine/settings/default-settings.ts';
import { describeStores } from './backends.ts';
import { makePair, makeUser, newMessageOf } from './fixtures.ts';

describeStores('settings store', (stores) => {
  it('stores the settings with their version, and refuses to overwrite another version', async () => {
    const { settings } = stores();
    const { id } = await makeUser(stores());
    expect(await settings.find(id)).to.equal(null);
    expect(await settings.replace(id, 1, { theme: 'dark' }, openPrivacy)).to.equal(false);
    expect(await settings.replace(id, 0, { theme: 'dark' }, openPrivacy)).to.equal(true);
    expect(await settings.replace(id, 0, { theme: 'light' }, openPrivacy)).to.equal(false);
    expect(await settings.find(id)).to.deep.equal({
      settings: { theme: 'dark' },
      privacy: openPrivacy,
      version: 1,
      doNotDisturbUntil: null,
    });
    expect(await settings.replace(id, 1, { theme: 'light 😀' }, openPrivacy)).to.equal(true);
    expect(await settings.find(id)).to.deep.equal({
      settings: { theme: 'light 😀' },
      privacy: openPrivacy,
      version: 2,
      doNotDisturbUntil: null,
    });
  });

  it('lets one of several concurrent changes of a version win', async () => {
    const { settings } = stores();
    const { id } = await makeUser(stores());
    for (const from of [0, 1]) {
      const tries = Array.from({ length: 8 }, (_, index) => settings.replace(id, from, { index }, openPrivacy));
      expect((await Promise.all(tries)).filter(Boolean)).to.have.length(1);
    }
    expect((await settings.find(id))?.version).to.equal(2);
  });

  it('erases the settings with the account, and stores none for it afterwards', async () => {
    const { settings, credentials } = stores();
    const user = await makeUser(stores());
    await settings.replace(user.id, 0, { theme: 'dark' }, openPrivacy);
    await credentials.erase({ user, credentialVersion: 0 }, { displayName: 'Gone', nameKey: '' });
    expect(await settings.find(user.id)).to.equal(null);
    expect(await settings.replace(user.id, 0, { theme: 'dark' }, openPrivacy)).to.equal(false);
  });

  it('answers what users hide, and who changed it lately', async () => {
    const { settings } = stores();
    const [ann, ben, cleo] = await Promise.all([makeUser(stores()), makeUser(stores()), makeUser(stores())]);
    const hidden = { readReceipts: true, typingNotices: false, lastSeen: false };
    await settings.replace(ann.id, 0, {}, hidden);
    await settings.replace(ben.id, 0, {}, openPrivacy);
    await settings.replace(ben.id, 1, { theme: 'dark' }, openPrivacy);
    const ids = [ann.id, ben.id, cleo.id];
    const byUser = <T extends { userId: string }>(found: T[]) =>
      found.filter(({ userId }) => ids.includes(userId)).sort((a, b) => ids.indexOf(a.userId) - ids.indexOf(b.userId));
    expect(byUser(await settings.privacyOf(ids))).to.deep.equal([
      { userId: ann.id, privacy: hidden, version: 1 },
      { userId: ben.id, privacy: openPrivacy, version: 2 },
    ]);
    expect(await settings.privacyOf([])).to.deep.equal([]);
    expect((await settings.find(ann.id))?.privacy).to.deep.equal(hidden);
    expect(byUser(await settings.privacyChangedWithin(60_000))).to.deep.equal([
      { userId: ann.id, privacy: hidden, version: 1 },
    ]);
    await settings.replace(ann.id, 1, {}, openPrivacy);
    await settings.replace(ben.id, 2, {}, hidden);
    expect(byUser(await settings.privacyChangedWithin(60_000))).to.deep.equal([
      { userId: ann.id, privacy: openPrivacy, version: 2 },
      { userId: ben.id, privacy: hidden, version: 3 },
    ]);
  });

  it('keeps of a deleted account only what it hides, for good', async () => {
    const { settings, credentials } = stores();
    const user = await makeUser(stores());
    const hidden = { ...openPrivacy, readReceipts: false };
    await settings.replace(user.id, 0, { theme: 'dark' }, hidden);
    await credentials.erase({ user, credentialVersion: 0 }, { displayName: 'Gone', nameKey: '' });
    expect(await settings.privacyOf([user.id])).to.deep.equal([{ userId: user.id, privacy: hidden, version: 0 }]);
    expect((await settings.find(user.id))?.settings).to.deep.equal({});
    for (const from of [0, 1]) expect(await settings.replace(user.id, from, {}, openPrivacy)).to.equal(false);
    expect((await settings.privacyOf([user.id]))[0]?.privacy).to.deep.equal(hidden);
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
